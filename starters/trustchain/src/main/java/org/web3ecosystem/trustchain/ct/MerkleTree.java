package org.web3ecosystem.trustchain.ct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.web3ecosystem.trustchain.Digest;

/**
 * The hash tree of RFC 6962, section 2.1. Level k holds the hashes of all complete
 * subtrees of 2^k leaves, so any earlier tree can be told of without hashing leaves
 * again. Not thread-safe.
 */
final class MerkleTree {

	private static final byte[] LEAF = { 0 };

	private static final byte[] NODE = { 1 };

	private final List<Level> levels = new ArrayList<>();

	/** MTH({d(0)}). */
	static byte[] leafHash(byte[] input) {
		return Digest.sha256(LEAF, input);
	}

	static byte[] nodeHash(byte[] left, byte[] right) {
		return Digest.sha256(NODE, left, right);
	}

	int size() {
		return levels.isEmpty() ? 0 : levels.getFirst().size;
	}

	void append(byte[] leafHash) {
		byte[] hash = leafHash;
		for (int level = 0;; level++) {
			if (level == levels.size()) {
				levels.add(new Level());
			}
			Level row = levels.get(level);
			row.add(hash);
			if (row.size % 2 == 1) {
				return;
			}
			hash = nodeHash(row.get(row.size - 2), row.get(row.size - 1));
		}
	}

	/** Forgets the leaves from {@code size} on. */
	void truncate(int size) {
		for (int level = 0; level < levels.size(); level++) {
			levels.get(level).size = size >>> level;
		}
	}

	byte[] leaf(int index) {
		return node(0, index);
	}

	/** The hash over a complete subtree of 2^level leaves. */
	byte[] node(int level, int index) {
		return levels.get(level).get(index);
	}

	/** The root of the first {@code size} leaves. */
	byte[] root(int size) {
		if (size < 0 || size > size()) {
			throw new IllegalArgumentException("a tree of " + size() + " has no tree of " + size);
		}
		return (size == 0) ? Digest.sha256() : range(0, size);
	}

	/** PATH(m, D[n]), section 2.1.1. */
	List<byte[]> inclusionProof(int index, int size) {
		if (index < 0 || index >= size || size > size()) {
			throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
		}
		List<byte[]> path = new ArrayList<>();
		int low = 0;
		int high = size;
		while (high - low > 1) {
			int middle = low + split(high - low);
			if (index < middle) {
				path.addFirst(range(middle, high));
				high = middle;
			}
			else {
				path.addFirst(range(low, middle));
				low = middle;
			}
		}
		return path;
	}

	/** PROOF(m, D[n]), section 2.1.2. */
	List<byte[]> consistencyProof(int first, int second) {
		if (first < 0 || first > second || second > size()) {
			throw new IllegalArgumentException("no proof between trees of " + first + " and " + second);
		}
		List<byte[]> path = new ArrayList<>();
		if (first == 0 || first == second) {
			return path;
		}
		int low = 0;
		int high = second;
		boolean whole = true;
		while (high != first) {
			int middle = low + split(high - low);
			if (first <= middle) {
				path.addFirst(range(middle, high));
				high = middle;
			}
			else {
				path.addFirst(range(low, middle));
				low = middle;
				whole = false;
			}
		}
		if (!whole) {
			path.addFirst(range(low, high));
		}
		return path;
	}

	private byte[] range(int low, int high) {
		int width = high - low;
		int level = Integer.numberOfTrailingZeros(width);
		if (width == 1 << level && low % width == 0) {
			return levels.get(level).get(low >>> level);
		}
		int middle = low + split(width);
		return nodeHash(range(low, middle), range(middle, high));
	}

	/** The largest power of two smaller than n. */
	private static int split(int n) {
		return Integer.highestOneBit(n - 1);
	}

	/** Hashes one after another in one array. */
	private static final class Level {

		private byte[] hashes = new byte[Digest.LENGTH];

		private int size;

		private void add(byte[] hash) {
			int offset = size * Digest.LENGTH;
			if (offset == hashes.length) {
				hashes = Arrays.copyOf(hashes, hashes.length * 2);
			}
			System.arraycopy(hash, 0, hashes, offset, Digest.LENGTH);
			size++;
		}

		private byte[] get(int index) {
			if (index < 0 || index >= size) {
				throw new IndexOutOfBoundsException(index);
			}
			return Arrays.copyOfRange(hashes, index * Digest.LENGTH, (index + 1) * Digest.LENGTH);
		}

	}

}
