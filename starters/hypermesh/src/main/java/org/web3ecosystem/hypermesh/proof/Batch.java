package org.web3ecosystem.hypermesh.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Operation;

/**
 * Operations that one bundle authorises together: the leaves of a Merkle tree, filled up
 * with zeros to a power of two. Leaves and inner nodes are hashed apart as in RFC 9162,
 * section 2.1.1, so that none can be taken for the other.
 */
final class Batch {

	private static final int MAX_DEPTH = 8;

	/** The most operations in one. */
	static final int MAX_SIZE = 1 << MAX_DEPTH;

	private static final byte[] NO_OPERATION = new byte[Sha256.LENGTH];

	private static final byte[] LEAF = { 0 };

	private static final byte[] NODE = { 1 };

	/** From the leaves up to the root. */
	private final List<List<byte[]>> levels = new ArrayList<>();

	Batch(List<Operation> operations) {
		if (operations.isEmpty() || operations.size() > MAX_SIZE) {
			throw new IllegalArgumentException("1 to " + MAX_SIZE + " operations, not " + operations.size());
		}
		List<byte[]> level = new ArrayList<>(operations.stream().map(Batch::leaf).toList());
		while (Integer.bitCount(level.size()) != 1) {
			level.add(NO_OPERATION);
		}
		levels.add(level);
		while (level.size() > 1) {
			List<byte[]> above = new ArrayList<>();
			for (int i = 0; i < level.size(); i += 2) {
				above.add(node(level.get(i), level.get(i + 1)));
			}
			levels.add(above);
			level = above;
		}
	}

	byte[] root() {
		return levels.getLast().getFirst();
	}

	Place place(int index) {
		List<byte[]> siblings = new ArrayList<>();
		for (int height = 0; height < levels.size() - 1; height++) {
			siblings.add(levels.get(height).get(index >> height ^ 1));
		}
		return new Place(index, siblings);
	}

	/**
	 * Where in a batch an operation stands.
	 *
	 * @param siblings what leads from it to the root
	 */
	record Place(int index, List<byte[]> siblings) {

		Place {
			siblings = List.copyOf(siblings);
			if (siblings.size() > MAX_DEPTH || index < 0 || index >> siblings.size() != 0) {
				throw new CborException("not a place in a batch");
			}
		}

		/** The root of the batch in which the operation stands here. */
		byte[] root(Operation operation) {
			byte[] hash = leaf(operation);
			for (int height = 0; height < siblings.size(); height++) {
				byte[] sibling = siblings.get(height);
				hash = (index >> height & 1) == 0 ? node(hash, sibling) : node(sibling, hash);
			}
			return hash;
		}

		Cbor path() {
			return Cbor.of(siblings.stream().map(Cbor::of).toList());
		}

		static Place of(long index, List<Cbor> path) {
			if (index > MAX_SIZE || path.size() > MAX_DEPTH) {
				throw new CborException("not a place in a batch");
			}
			return new Place((int) index, path.stream().map(Place::sibling).toList());
		}

		private static byte[] sibling(Cbor item) {
			if (item instanceof Cbor.Bytes bytes && bytes.value().length == Sha256.LENGTH) {
				return bytes.value();
			}
			throw new CborException("not a path in a batch");
		}

	}

	private static byte[] leaf(Operation operation) {
		return Sha256.of(LEAF,
				Cbor.struct(Map.entry("kind", Cbor.of(operation.kind())),
						Map.entry("digest", Cbor.of(operation.digest())),
						Map.entry("critical", Cbor.of(operation.critical())))
					.encode());
	}

	private static byte[] node(byte[] left, byte[] right) {
		return Sha256.of(NODE, left, right);
	}

}
