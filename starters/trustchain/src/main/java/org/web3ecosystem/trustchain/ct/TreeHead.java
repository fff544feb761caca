package org.web3ecosystem.trustchain.ct;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;

import org.web3ecosystem.trustchain.Digest;

/**
 * A signed tree head of RFC 6962, section 3.5, as a note's signature carries it
 * (c2sp.org/static-ct-api, Checkpoints).
 *
 * @param timestamp when it was signed, not before any entry of the tree
 * @param signature a digitally-signed struct
 */
public record TreeHead(Instant timestamp, byte[] signature) {

	/** Version 1, tree_hash. */
	private static final short TREE_HASH = 1;

	public TreeHead {
		signature = signature.clone();
	}

	static TreeHead of(Checkpoint checkpoint, Instant timestamp, TimestampKey key) {
		return new TreeHead(timestamp, key.sign(content(checkpoint, timestamp)));
	}

	@Override
	public byte[] signature() {
		return signature.clone();
	}

	/** Whether the log of this key signed it for this checkpoint. */
	public boolean verify(Checkpoint checkpoint, PublicKey key) {
		return TimestampKey.verify(key, content(checkpoint, timestamp), signature);
	}

	/** RFC6962NoteSignature. */
	byte[] encode() {
		return ByteBuffer.allocate(Long.BYTES + signature.length)
			.putLong(timestamp.toEpochMilli())
			.put(signature)
			.array();
	}

	static TreeHead decode(byte[] encoded) {
		if (encoded.length <= Long.BYTES) {
			throw new IllegalArgumentException("a tree head is cut");
		}
		return new TreeHead(Instant.ofEpochMilli(ByteBuffer.wrap(encoded).getLong()),
				Arrays.copyOfRange(encoded, Long.BYTES, encoded.length));
	}

	private static byte[] content(Checkpoint checkpoint, Instant timestamp) {
		return ByteBuffer.allocate(2 + 2 * Long.BYTES + Digest.LENGTH)
			.putShort(TREE_HASH)
			.putLong(timestamp.toEpochMilli())
			.putLong(checkpoint.size())
			.put(checkpoint.root())
			.array();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TreeHead that && timestamp.equals(that.timestamp)
				&& Arrays.equals(signature, that.signature);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(signature);
	}

}
