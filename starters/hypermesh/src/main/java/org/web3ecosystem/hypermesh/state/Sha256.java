package org.web3ecosystem.hypermesh.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over the concatenation of parts. */
public final class Sha256 {

	/** Length of a digest in bytes. */
	public static final int LENGTH = 32;

	private Sha256() {
	}

	public static byte[] of(byte[]... parts) {
		MessageDigest digest = start();
		for (byte[] part : parts) {
			digest.update(part);
		}
		return digest.digest();
	}

	/** A digest to feed by hand, where the same prefix is hashed many times. */
	public static MessageDigest start() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
