package org.web3ecosystem.hypermesh.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A node of the {@link StateTree} as it is stored and hashed. The first byte of what is
 * hashed tells leaf from branch, so neither can pass for the other.
 */
sealed interface TreeNode {

	/** The hash of nothing; no input is known to give it. */
	byte[] EMPTY_HASH = new byte[Sha256.LENGTH];

	byte LEAF = 0;

	byte BRANCH = 1;

	/** Length of what is hashed. */
	int HASHED = 1 + 2 * Sha256.LENGTH;

	/** Between module and key: no module's name has it. */
	char SEPARATOR = 0;

	byte[] hash();

	/** No entry below here. Not stored. */
	record Empty() implements TreeNode {

		@Override
		public byte[] hash() {
			return EMPTY_HASH;
		}

	}

	/**
	 * Exactly one entry below here.
	 *
	 * @param name which one, for who lists the entries; stored, but not hashed, since the
	 * way is made of it. Absent in a proof
	 */
	record Leaf(EntryPath path, byte[] valueHash, Optional<StateTree.Entry> name) implements TreeNode {

		/** As a proof shows it. */
		Leaf(EntryPath path, byte[] valueHash) {
			this(path, valueHash, Optional.empty());
		}

		@Override
		public byte[] hash() {
			return Sha256.of(hashed());
		}

		byte[] encode() {
			byte[] text = name.map(entry -> entry.module() + SEPARATOR + entry.key())
				.orElse("")
				.getBytes(StandardCharsets.UTF_8);
			return ByteBuffer.allocate(HASHED + text.length).put(hashed()).put(text).array();
		}

		private byte[] hashed() {
			return ByteBuffer.allocate(HASHED).put(LEAF).put(path.bytes()).put(valueHash).array();
		}

	}

	/** Two or more entries below here. */
	record Branch(byte[] left, byte[] right) implements TreeNode {

		@Override
		public byte[] hash() {
			return Sha256.of(encode());
		}

		byte[] encode() {
			return ByteBuffer.allocate(HASHED).put(BRANCH).put(left).put(right).array();
		}

	}

	Empty EMPTY = new Empty();

	static byte[] branchHash(byte[] left, byte[] right) {
		return new Branch(left, right).hash();
	}

	static TreeNode decode(byte[] stored) {
		byte[] first = Arrays.copyOfRange(stored, 1, 1 + Sha256.LENGTH);
		byte[] second = Arrays.copyOfRange(stored, 1 + Sha256.LENGTH, HASHED);
		return switch (stored[0]) {
			case LEAF -> new Leaf(new EntryPath(first), second, name(stored));
			case BRANCH -> new Branch(first, second);
			default -> throw new IllegalStateException("the stored state tree is damaged");
		};
	}

	private static Optional<StateTree.Entry> name(byte[] stored) {
		String text = new String(stored, HASHED, stored.length - HASHED, StandardCharsets.UTF_8);
		int separator = text.indexOf(SEPARATOR);
		return separator < 0 ? Optional.empty()
				: Optional.of(new StateTree.Entry(text.substring(0, separator), text.substring(separator + 1)));
	}

}
