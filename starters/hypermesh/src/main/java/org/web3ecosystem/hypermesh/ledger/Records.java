package org.web3ecosystem.hypermesh.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Where things stand in the replicated map: {@code e} entries of modules, {@code n} nodes
 * of the tree over them, {@code h} the height, {@code p} the epoch, {@code r} the newest
 * roots, {@code w} what a block left to be forgotten later.
 */
final class Records {

	/** How many of the newest roots can still be signed. */
	static final long ROOTS = 1_024;

	static final byte[] HEIGHT = { 'h' };

	static final byte[] EPOCH = { 'p' };

	/** How many keys one window record holds at most. */
	static final int WINDOW_KEYS = 256;

	private static final String CHAIN = "chain/";

	private static final int MAX_WINDOW_RECORD = 64 * 1024;

	private Records() {
	}

	static byte[] entry(String module, String key) {
		byte[] name = module.getBytes(StandardCharsets.UTF_8);
		byte[] rest = key.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(2 + name.length + rest.length)
			.put((byte) 'e')
			.put(name)
			.put((byte) 0)
			.put(rest)
			.array();
	}

	static byte[] root(Height height) {
		return numbered('r', height.number() % ROOTS);
	}

	static byte[] window(Height height, int part) {
		return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
			.put((byte) 'w')
			.putLong(height.number())
			.putInt(part)
			.array();
	}

	/** The key of a transaction's receipt in the ledger's own module. */
	static String receipt(String transactionId) {
		return "tx/" + transactionId;
	}

	/** The key that says a bundle was used in the ledger's own module. */
	static String bundle(String bundleId) {
		return "bundle/" + bundleId;
	}

	/**
	 * The key of the newest executed bundle of an author in the ledger's own module, as a
	 * {@link org.web3ecosystem.hypermesh.proof.Link.Executed}.
	 */
	static String chain(NodeId author) {
		return CHAIN + author.hex();
	}

	static boolean isChain(String key) {
		return key.startsWith(CHAIN);
	}

	static Height height(Function<byte[], Optional<byte[]>> read) {
		return read.apply(HEIGHT).map(value -> new Height(ByteBuffer.wrap(value).getLong())).orElse(Height.GENESIS);
	}

	static byte[] encode(Height height) {
		return ByteBuffer.allocate(Long.BYTES).putLong(height.number()).array();
	}

	static Epoch epoch(Function<byte[], Optional<byte[]>> read) {
		return read.apply(EPOCH).map(value -> new Epoch(ByteBuffer.wrap(value).getLong())).orElse(Epoch.GENESIS);
	}

	static byte[] encode(Epoch epoch) {
		return ByteBuffer.allocate(Long.BYTES).putLong(epoch.number()).array();
	}

	/** The root of a height, as long as it is among the newest. */
	static Optional<StateRoot> root(Function<byte[], Optional<byte[]>> read, Height height) {
		return read.apply(root(height)).map(StateRoot::decode).filter(root -> root.height().equals(height));
	}

	static Optional<byte[]> ledgerEntry(Function<byte[], Optional<byte[]>> read, String key) {
		return read.apply(entry(GenesisState.LEDGER, key));
	}

	static byte[] encode(List<String> keys) {
		return Cbor.of(keys.stream().map(Cbor::of).toList()).encode();
	}

	static List<String> keys(byte[] encoded) {
		return Cbor.decode(encoded, MAX_WINDOW_RECORD) instanceof Cbor.Array(List<Cbor> items)
				? items.stream().map(item -> item instanceof Cbor.Text(String key) ? key : "").toList() : List.of();
	}

	private static byte[] numbered(char kind, long number) {
		return ByteBuffer.allocate(1 + Long.BYTES).put((byte) kind).putLong(number).array();
	}

}
