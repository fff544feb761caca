package org.web3ecosystem.catalog.entry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest, written as 64 lower-case hexadecimal digits.
 */
public record Digest(String hex) implements Comparable<Digest> {

	/** Length in bytes. */
	public static final int LENGTH = 32;

	public Digest {
		if (hex.length() != 2 * LENGTH || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
			throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits");
		}
	}

	/**
	 * @throws IllegalArgumentException if these are not 32 bytes
	 */
	public static Digest of(byte[] bytes) {
		return new Digest(HexFormat.of().formatHex(bytes));
	}

	/** Over the concatenation of parts. */
	public static Digest over(byte[]... parts) {
		MessageDigest digest = sha256();
		for (byte[] part : parts) {
			digest.update(part);
		}
		return of(digest.digest());
	}

	/** To be fed by hand. */
	public static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	public byte[] bytes() {
		return HexFormat.of().parseHex(hex);
	}

	@Override
	public int compareTo(Digest other) {
		return hex.compareTo(other.hex);
	}

	@Override
	public String toString() {
		return hex;
	}

}
