package org.web3ecosystem.hypermesh.state;

import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * A root signed by more than two thirds of the weight. The root of height 0 needs no
 * signature: the genesis document, signed by all, implies it.
 *
 * @param signatures in ascending order of their signers
 */
public record AttestedRoot(StateRoot root, List<NodeSignature> signatures) {

	static final int MAX_BYTES = StateRoot.MAX_BYTES + Roster.MAX_MEMBERS * NodeSignature.MAX_BYTES;

	public AttestedRoot {
		signatures = NodeSignature.ascending(signatures);
	}

	/**
	 * Cheap questions first, then every signature.
	 * @throws ProofException if this is not a root of that federation
	 */
	void verify(Rosters rosters) {
		Genesis genesis = rosters.genesis();
		if (!root.chainId().equals(genesis.chainId())) {
			throw new ProofException("the root is of chain " + root.chainId() + ", not " + genesis.chainId());
		}
		if (root.height().number() == 0) {
			if (!signatures.isEmpty() || !root.equals(GenesisState.root(genesis))) {
				throw new ProofException("not the state the genesis document implies");
			}
			return;
		}
		Roster roster = rosters.roster(root.epoch()).orElseThrow(() -> new UnknownEpochException(root.epoch()));
		NodeSignature.verifyQuorum(signatures, roster, StateRoot.DOMAIN, root.encode(), "the root");
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("root", Cbor.of(root.encode())),
				Map.entry("signatures", NodeSignature.toCbor(signatures)));
	}

	static AttestedRoot fromCbor(Cbor.Struct map) {
		map.only("root", "signatures");
		return new AttestedRoot(StateRoot.decode(map.bytes("root")), NodeSignature.fromCbor(map.array("signatures")));
	}

	byte[] encode() {
		return toCbor().encode();
	}

}
