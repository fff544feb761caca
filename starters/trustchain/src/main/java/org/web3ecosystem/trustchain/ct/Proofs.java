package org.web3ecosystem.trustchain.ct;

import java.util.Arrays;
import java.util.List;

import org.web3ecosystem.trustchain.Digest;

/** Checks proofs as a stranger to the log would (RFC 9162, sections 2.1.3 and 2.1.4). */
public final class Proofs {

	/** A tree of 2^62 leaves has no longer proof. */
	private static final int MAX_HASHES = 64;

	private Proofs() {
	}

	/** The hash by which an entry stands in the tree. */
	public static byte[] leafHash(byte[] leafInput) {
		return MerkleTree.leafHash(leafInput);
	}

	/** RFC 9162, section 2.1.3.2. */
	public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
		if (index < 0 || index >= size || proof.size() > MAX_HASHES || leafHash.length != Digest.LENGTH) {
			return false;
		}
		long fn = index;
		long sn = size - 1;
		byte[] hash = leafHash;
		for (byte[] sibling : proof) {
			if (sn == 0) {
				return false;
			}
			if ((fn & 1) == 1 || fn == sn) {
				hash = MerkleTree.nodeHash(sibling, hash);
				while ((fn & 1) == 0 && fn != 0) {
					fn >>>= 1;
					sn >>>= 1;
				}
			}
			else {
				hash = MerkleTree.nodeHash(hash, sibling);
			}
			fn >>>= 1;
			sn >>>= 1;
		}
		return sn == 0 && Arrays.equals(hash, root);
	}

	/**
	 * RFC 9162, section 2.1.4.2, for trees that are not empty; equal trees need no proof.
	 * That the empty tree is the beginning of another says nothing and is not proven.
	 */
	public static boolean consistent(long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
		if (first < 1 || first > second || proof.size() > MAX_HASHES) {
			return false;
		}
		if (first == second) {
			return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
		}
		return Long.bitCount(first) == 1 ? climb(first, firstRoot, second, secondRoot, firstRoot, proof)
				: !proof.isEmpty() && climb(first, firstRoot, second, secondRoot, proof.getFirst(),
						proof.subList(1, proof.size()));
	}

	private static boolean climb(long first, byte[] firstRoot, long second, byte[] secondRoot, byte[] start,
			List<byte[]> rest) {
		int complete = Long.numberOfTrailingZeros(first);
		long fn = (first - 1) >>> complete;
		long sn = (second - 1) >>> complete;
		byte[] older = start;
		byte[] newer = start;
		for (byte[] hash : rest) {
			if (sn == 0) {
				return false;
			}
			if ((fn & 1) == 1 || fn == sn) {
				older = MerkleTree.nodeHash(hash, older);
				newer = MerkleTree.nodeHash(hash, newer);
				while ((fn & 1) == 0 && fn != 0) {
					fn >>>= 1;
					sn >>>= 1;
				}
			}
			else {
				newer = MerkleTree.nodeHash(newer, hash);
			}
			fn >>>= 1;
			sn >>>= 1;
		}
		return sn == 0 && Arrays.equals(older, firstRoot) && Arrays.equals(newer, secondRoot);
	}

}
