package org.web3ecosystem.hypermesh.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A node of the {@link StateTree} as it is stored and hashed. The first byte of what is
 * hashed tells leaf from branch, so neither can pass for the other.
 */
sealed interface TreeNode {

	/** The hash of nothing; no input is known to give it. */
	byte[] EMPTY_HASH = new byte[Sha256.LENGTH];

	byte LEAF = 0;

	byte BRANCH = 1;

	byte[] hash();

	/** No entry below here. Not stored. */
	record Empty() implements TreeNode {

		@Override
		public byte[] hash() {
			return EMPTY_HASH;
		}

	}

	/** Exactly one entry below here. */
	record Leaf(EntryPath path, byte[] valueHash) implements TreeNode {

		@Override
		public byte[] hash() {
			return Sha256.of(encode());
		}

		byte[] encode() {
			return ByteBuffer.allocate(1 + 2 * Sha256.LENGTH).put(LEAF).put(path.bytes()).put(valueHash).array();
		}

	}

	/** Two or more entries below here. */
	record Branch(byte[] left, byte[] right) implements TreeNode {

		@Override
		public byte[] hash() {
			return Sha256.of(encode());
		}

		byte[] encode() {
			return ByteBuffer.allocate(1 + 2 * Sha256.LENGTH).put(BRANCH).put(left).put(right).array();
		}

	}

	Empty EMPTY = new Empty();

	static byte[] branchHash(byte[] left, byte[] right) {
		return new Branch(left, right).hash();
	}

	static TreeNode decode(byte[] stored) {
		byte[] first = Arrays.copyOfRange(stored, 1, 1 + Sha256.LENGTH);
		byte[] second = Arrays.copyOfRange(stored, 1 + Sha256.LENGTH, stored.length);
		return switch (stored[0]) {
			case LEAF -> new Leaf(new EntryPath(first), second);
			case BRANCH -> new Branch(first, second);
			default -> throw new IllegalStateException("the stored state tree is damaged");
		};
	}

}
