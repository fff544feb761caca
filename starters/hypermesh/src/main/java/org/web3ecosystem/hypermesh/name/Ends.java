package org.web3ecosystem.hypermesh.name;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.discovery.Name;

/**
 * What ends when, in the state: {@code end/<second>} whose contributions end in that
 * second, and {@code ends/<level>/<prefix>} in which of 256 parts of a time there are
 * any. So the next end is found in five reads, however many there are, and entering or
 * striking one changes at most six entries.
 */
record Ends(State state) {

	/** How many end in one second; whoever comes after them ends a second later. */
	static final int ROOM = 128;

	/** How much later an end may be than was asked for, in seconds. */
	static final int LATEST = 64;

	private static final int LEVELS = 5;

	private static final int BITS = 8;

	private static final long END_OF_TIME = (1L << LEVELS * BITS) - 1;

	private static final int MAX_BUCKET = 64 * 1024;

	/** Whose contribution to which name. */
	record End(NodeId node, Name name) {

		Cbor toCbor() {
			return Cbor.of(List.of(Cbor.of(node.bytes()), Cbor.of(name.text())));
		}

		static End fromCbor(Cbor item) {
			if (item instanceof Cbor.Array(List<Cbor> pair) && pair.size() == 2
					&& pair.get(0) instanceof Cbor.Bytes node && pair.get(1) instanceof Cbor.Text(String name)) {
				return new End(new NodeId(HexFormat.of().formatHex(node.value())), new Name(name));
			}
			throw new CborException("an end is a pair of a node and a name");
		}

	}

	/**
	 * Enters an end where there is room.
	 * @return when it is; empty if there is no room for {@link #LATEST} seconds
	 */
	Optional<Instant> enter(End end, Instant wanted) {
		long first = wanted.getEpochSecond();
		for (long second = first; second <= first + LATEST; second++) {
			if (size(second) < ROOM) {
				List<End> bucket = at(second);
				bucket.add(end);
				put(second, bucket);
				if (bucket.size() == 1) {
					mark(second);
				}
				return Optional.of(second(second));
			}
		}
		return Optional.empty();
	}

	void strike(End end, Instant at) {
		long second = at.getEpochSecond();
		List<End> bucket = at(second);
		if (!bucket.remove(end)) {
			return;
		}
		put(second, bucket);
		if (bucket.isEmpty()) {
			unmark(second);
		}
	}

	/** The next end of all. */
	Optional<Instant> first() {
		long prefix = 0;
		for (int level = LEVELS; level > 0; level--) {
			int part = parts(level, prefix).nextSetBit(0);
			if (part < 0) {
				return Optional.empty();
			}
			prefix = (prefix << BITS) + part;
		}
		return Optional.of(second(prefix));
	}

	/** What ends in a second. */
	List<End> at(Instant second) {
		return at(second.getEpochSecond());
	}

	private List<End> at(long second) {
		List<End> bucket = new ArrayList<>();
		state.get("end/" + second).map(value -> Cbor.decode(value, MAX_BUCKET)).ifPresent(item -> {
			if (item instanceof Cbor.Array(List<Cbor> ends)) {
				ends.forEach(end -> bucket.add(End.fromCbor(end)));
			}
		});
		return bucket;
	}

	/**
	 * How long the array is, by its head (RFC 8949, section 3.1): the rest is not read.
	 */
	private int size(long second) {
		return state.get("end/" + second)
			.map(value -> (value[0] & 0x1f) < 24 ? value[0] & 0x1f : value[1] & 0xff)
			.orElse(0);
	}

	private void put(long second, List<End> bucket) {
		if (bucket.isEmpty()) {
			state.remove("end/" + second);
		}
		else {
			state.put("end/" + second, Cbor.of(bucket.stream().map(End::toCbor).toList()).encode());
		}
	}

	private void mark(long second) {
		for (int level = 1; level <= LEVELS; level++) {
			BitSet parts = parts(level, second >>> level * BITS);
			boolean known = !parts.isEmpty();
			parts.set(part(second, level));
			state.put(key(level, second >>> level * BITS), parts.toByteArray());
			if (known) {
				return;
			}
		}
	}

	private void unmark(long second) {
		for (int level = 1; level <= LEVELS; level++) {
			String key = key(level, second >>> level * BITS);
			BitSet parts = parts(level, second >>> level * BITS);
			parts.clear(part(second, level));
			if (!parts.isEmpty()) {
				state.put(key, parts.toByteArray());
				return;
			}
			state.remove(key);
		}
	}

	private BitSet parts(int level, long prefix) {
		return state.get(key(level, prefix)).map(BitSet::valueOf).orElseGet(BitSet::new);
	}

	private static int part(long second, int level) {
		return (int) (second >>> (level - 1) * BITS) & 0xff;
	}

	private static String key(int level, long prefix) {
		return "ends/" + level + "/" + prefix;
	}

	/**
	 * @throws CborException if there is no such time
	 */
	static Instant second(long second) {
		if (second < 0 || second > END_OF_TIME) {
			throw new CborException("a time that there is not");
		}
		return Instant.ofEpochSecond(second);
	}

}
