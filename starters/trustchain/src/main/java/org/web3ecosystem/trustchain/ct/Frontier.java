package org.web3ecosystem.trustchain.ct;

import java.util.ArrayList;
import java.util.List;

import org.web3ecosystem.trustchain.Digest;

/**
 * What is left of a hash tree (RFC 6962, section 2.1) when its leaves are forgotten: the
 * hashes of the complete subtrees it falls into, the largest first. Enough to append and
 * to tell the root, in 32 bytes for each bit of the size. Immutable.
 *
 * @param size number of leaves
 * @param hashes one for each bit of {@code size} that is set
 */
public record Frontier(long size, List<byte[]> hashes) {

	/** Of no leaves. */
	public static final Frontier EMPTY = new Frontier(0, List.of());

	public Frontier {
		hashes = List.copyOf(hashes);
		if (size < 0 || hashes.size() != Long.bitCount(size)
				|| hashes.stream().anyMatch(hash -> hash.length != Digest.LENGTH)) {
			throw new IllegalArgumentException("not the frontier of a tree");
		}
	}

	/** With one more leaf. */
	public Frontier append(byte[] leafInput) {
		List<byte[]> next = new ArrayList<>(hashes);
		byte[] hash = MerkleTree.leafHash(leafInput);
		for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
			hash = MerkleTree.nodeHash(next.removeLast(), hash);
		}
		next.add(hash);
		return new Frontier(size + 1, next);
	}

	/** The root hash of the tree. */
	public byte[] root() {
		if (hashes.isEmpty()) {
			return Digest.sha256();
		}
		byte[] root = hashes.getLast();
		for (int i = hashes.size() - 2; i >= 0; i--) {
			root = MerkleTree.nodeHash(hashes.get(i), root);
		}
		return root;
	}

}
