package org.web3ecosystem.trustchain.ct;

import java.security.PublicKey;
import java.util.List;

/**
 * That an entry is in a log, checkable by anyone who knows the log's key.
 *
 * @param index the entry's place
 * @param note the signed checkpoint the proof leads to
 * @param path sibling hashes, from the leaf up
 */
public record InclusionProof(long index, String note, List<byte[]> path) {

	public InclusionProof {
		path = List.copyOf(path);
	}

	/**
	 * Whether the checkpoint is by {@code key} and the path leads from the leaf to it.
	 */
	public boolean verify(byte[] leafInput, PublicKey key) {
		try {
			Checkpoint checkpoint = Checkpoint.verified(note, key);
			return Proofs.includes(MerkleTree.leafHash(leafInput), index, checkpoint.size(), path, checkpoint.root());
		}
		catch (IllegalArgumentException forged) {
			return false;
		}
	}

}
