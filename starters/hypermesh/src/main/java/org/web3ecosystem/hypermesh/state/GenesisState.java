package org.web3ecosystem.hypermesh.state;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.web3ecosystem.hypermesh.state.StateTree.Entry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * The entries a ledger starts with, in the ledger's own module: who has which stake and
 * which rules apply. Every replica computes them from the genesis document.
 */
public final class GenesisState {

	/** The module of the ledger itself; no other may take this name. */
	public static final String LEDGER = "ledger";

	/** Leading zero bits a work proof must show under protocol version 1. */
	private static final int WORK_BITS = 16;

	private GenesisState() {
	}

	public static SortedMap<Entry, Optional<byte[]>> entries(Genesis genesis) {
		SortedMap<Entry, Optional<byte[]>> entries = new TreeMap<>();
		entries.put(new Entry(LEDGER, "genesis"), Optional.of(Sha256.of(genesis.encode())));
		entries.put(new Entry(LEDGER, "policy/work-bits"), Optional.of(Cbor.of(WORK_BITS).encode()));
		for (Validator validator : genesis.validators()) {
			entries.put(new Entry(LEDGER, stakeKey(validator.id())), Optional.of(Cbor.of(validator.stake()).encode()));
		}
		return entries;
	}

	/** Where a node's bonded stake stands in the ledger's own module. */
	public static String stakeKey(NodeId node) {
		return "stake/" + node.hex();
	}

	/** The work policy of a federation: the genesis protocol version decides it. */
	public static int workBits(Genesis genesis) {
		if (!Protocols.SPOKEN.has(genesis.protocolVersion())) {
			throw new IllegalArgumentException("protocol version " + genesis.protocolVersion() + " is not known");
		}
		return WORK_BITS;
	}

	/** The root of height 0. */
	public static StateRoot root(Genesis genesis) {
		return new StateRoot(genesis.chainId(), Epoch.GENESIS, Height.GENESIS,
				StateTree.update(new Scratch(), entries(genesis)), genesis.createdAt());
	}

	/** An entry of the genesis state, proven without asking anyone. */
	public static ProvenEntry prove(Genesis genesis, String module, String key) {
		Scratch scratch = new Scratch();
		SortedMap<Entry, Optional<byte[]>> entries = entries(genesis);
		StateTree.update(scratch, entries);
		return new ProvenEntry(module, key, entries.getOrDefault(new Entry(module, key), Optional.empty()),
				StateTree.prove(scratch::get, module, key), new AttestedRoot(root(genesis), List.of()));
	}

	/** A state that is thrown away. */
	private static final class Scratch implements LedgerState {

		private final Map<String, byte[]> entries = new HashMap<>();

		@Override
		public Optional<byte[]> get(byte[] key) {
			return Optional.ofNullable(entries.get(text(key))).map(byte[]::clone);
		}

		@Override
		public void put(byte[] key, byte[] value) {
			entries.put(text(key), Arrays.copyOf(value, value.length));
		}

		@Override
		public void remove(byte[] key) {
			entries.remove(text(key));
		}

		private static String text(byte[] key) {
			return HexFormat.of().formatHex(key);
		}

	}

}
