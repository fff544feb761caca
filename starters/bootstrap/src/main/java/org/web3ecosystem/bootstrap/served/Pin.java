package org.web3ecosystem.bootstrap.served;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-256 of a public key (SubjectPublicKeyInfo), as RFC 7469 has it.
 *
 * @param digest in hexadecimal
 */
public record Pin(String digest) {

	private static final String ALGORITHM = "sha256/";

	private static final int LENGTH = 32;

	/**
	 * Reads what a person wrote.
	 * @param text {@code sha256/} and 32 bytes in Base64
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static Pin parse(String text) {
		if (!text.startsWith(ALGORITHM)) {
			throw new IllegalArgumentException("'" + text + "' does not begin with " + ALGORITHM);
		}
		byte[] bytes = Base64.getDecoder().decode(text.substring(ALGORITHM.length()));
		if (bytes.length != LENGTH) {
			throw new IllegalArgumentException("'" + text + "' has " + bytes.length + " bytes, a SHA-256 has 32");
		}
		return new Pin(HexFormat.of().formatHex(bytes));
	}

	/** Of this key. */
	public static Pin of(PublicKey key) {
		try {
			return new Pin(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded())));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	/** As a person writes it. */
	@Override
	public String toString() {
		return ALGORITHM + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest));
	}

}
