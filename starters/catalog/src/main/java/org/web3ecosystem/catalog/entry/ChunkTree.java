package org.web3ecosystem.catalog.entry;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 section 2.1 over the chunks of a blob: a leaf is
 * SHA-256(0x00 ‖ chunk), a node SHA-256(0x01 ‖ left ‖ right), so that no chunk can pass
 * for a node. An odd node goes up as it is, which is the RFC's split at the largest power
 * of two.
 */
public final class ChunkTree {

	/** Bytes in a chunk; the last may have fewer. */
	public static final int CHUNK = 1_024;

	/** The longest path: 2^16 chunks are 64 MiB. */
	public static final int MAX_PATH = 16;

	private static final byte LEAF = 0;

	private static final byte NODE = 1;

	private final List<byte[]> levels;

	private ChunkTree(List<byte[]> levels) {
		this.levels = levels;
	}

	/** Takes a blob piece by piece. */
	public static final class Growing {

		private final MessageDigest hash = Digest.sha256();

		private byte[] leaves = new byte[16 * Digest.LENGTH];

		private int count;

		private int inChunk;

		public void update(byte[] bytes, int offset, int length) {
			for (int done = 0; done < length;) {
				if (inChunk == 0) {
					hash.update(LEAF);
				}
				int part = Math.min(length - done, CHUNK - inChunk);
				hash.update(bytes, offset + done, part);
				done += part;
				inChunk += part;
				if (inChunk == CHUNK) {
					endChunk();
				}
			}
		}

		private void endChunk() {
			if (leaves.length == count * Digest.LENGTH) {
				leaves = Arrays.copyOf(leaves, 2 * leaves.length);
			}
			System.arraycopy(hash.digest(), 0, leaves, count * Digest.LENGTH, Digest.LENGTH);
			count++;
			inChunk = 0;
		}

		/**
		 * The tree over what was given.
		 * @throws IllegalStateException if that is nothing
		 */
		public ChunkTree finish() {
			if (inChunk > 0) {
				endChunk();
			}
			if (count == 0) {
				throw new IllegalStateException("no tree without a chunk");
			}
			return over(Arrays.copyOf(leaves, count * Digest.LENGTH));
		}

	}

	private static ChunkTree over(byte[] leaves) {
		List<byte[]> levels = new ArrayList<>(List.of(leaves));
		while (levels.getLast().length > Digest.LENGTH) {
			levels.add(above(levels.getLast()));
		}
		return new ChunkTree(levels);
	}

	private static byte[] above(byte[] level) {
		int nodes = level.length / Digest.LENGTH;
		byte[] above = new byte[(nodes + 1) / 2 * Digest.LENGTH];
		MessageDigest hash = Digest.sha256();
		for (int i = 0; i + 1 < nodes; i += 2) {
			hash.update(NODE);
			hash.update(level, i * Digest.LENGTH, 2 * Digest.LENGTH);
			System.arraycopy(hash.digest(), 0, above, i / 2 * Digest.LENGTH, Digest.LENGTH);
		}
		if (nodes % 2 == 1) {
			System.arraycopy(level, (nodes - 1) * Digest.LENGTH, above, nodes / 2 * Digest.LENGTH, Digest.LENGTH);
		}
		return above;
	}

	public Digest root() {
		return Digest.of(levels.getLast());
	}

	/** Whether this is the chunk at an index. */
	public boolean has(int index, byte[] chunk) {
		return Arrays.equals(leaf(chunk), node(levels.getFirst(), index));
	}

	/** The siblings from a chunk up to the root. */
	public List<byte[]> path(int index) {
		List<byte[]> path = new ArrayList<>();
		int here = index;
		for (byte[] level : levels.subList(0, levels.size() - 1)) {
			int sibling = here ^ 1;
			if (sibling < level.length / Digest.LENGTH) {
				path.add(node(level, sibling));
			}
			here /= 2;
		}
		return path;
	}

	/** RFC 9162 section 2.1.3.2: whether a chunk is at an index under a root. */
	public static boolean verify(Content content, int index, byte[] chunk, List<byte[]> path) {
		if (index < 0 || index >= content.chunks() || chunk.length != length(content, index)) {
			return false;
		}
		int here = index;
		int last = content.chunks() - 1;
		byte[] node = leaf(chunk);
		for (byte[] sibling : path) {
			if (last == 0 || sibling.length != Digest.LENGTH) {
				return false;
			}
			if ((here & 1) == 1 || here == last) {
				node = nodeOf(sibling, node);
				while ((here & 1) == 0 && here != 0) {
					here >>>= 1;
					last >>>= 1;
				}
			}
			else {
				node = nodeOf(node, sibling);
			}
			here >>>= 1;
			last >>>= 1;
		}
		return last == 0 && Arrays.equals(node, content.root().bytes());
	}

	/** How many bytes the chunk at an index has. */
	public static int length(Content content, int index) {
		return (int) Math.min(CHUNK, content.size() - (long) index * CHUNK);
	}

	private static byte[] leaf(byte[] chunk) {
		MessageDigest hash = Digest.sha256();
		hash.update(LEAF);
		return hash.digest(chunk);
	}

	private static byte[] nodeOf(byte[] left, byte[] right) {
		MessageDigest hash = Digest.sha256();
		hash.update(NODE);
		hash.update(left);
		return hash.digest(right);
	}

	private static byte[] node(byte[] level, int index) {
		return Arrays.copyOfRange(level, index * Digest.LENGTH, (index + 1) * Digest.LENGTH);
	}

}
