package org.web3ecosystem.platform.idempotency;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.springframework.core.io.buffer.DataBuffer;

/** Hashes a body while it passes. One thread at a time. */
final class Hashing {

	private final MessageDigest digest = sha256();

	private long length;

	/** Takes note of a piece, and leaves it as it is. */
	void look(DataBuffer piece) {
		length += piece.readableByteCount();
		try (DataBuffer.ByteBufferIterator buffers = piece.readableByteBuffers()) {
			buffers.forEachRemaining(digest::update);
		}
	}

	long length() {
		return length;
	}

	/** What was seen; ends the hashing. */
	Fingerprint.Body end() {
		return new Fingerprint.Body(length, HexFormat.of().formatHex(digest.digest()));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
