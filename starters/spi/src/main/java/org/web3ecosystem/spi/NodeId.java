package org.web3ecosystem.spi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * The identity of a node: SHA-256 of its long-term Ed25519 public key in
 * SubjectPublicKeyInfo form (RFC 8410), written as 64 lower-case hexadecimal digits.
 *
 * @param hex the digest in hexadecimal
 */
public record NodeId(String hex) implements Comparable<NodeId> {

	/** Length of {@link #hex}. */
	public static final int LENGTH = 64;

	public NodeId {
		if (hex.length() != LENGTH || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
			throw new IllegalArgumentException("a node id is 64 lower-case hexadecimal digits");
		}
	}

	/** The id that belongs to a node's public key. */
	public static NodeId of(PublicKey nodeKey) {
		return ofEncoded(nodeKey.getEncoded());
	}

	/** The id that belongs to a public key in SubjectPublicKeyInfo form, once checked. */
	public static NodeId ofEncoded(byte[] nodeKey) {
		return new NodeId(HexFormat.of().formatHex(sha256(nodeKey)));
	}

	public byte[] bytes() {
		return HexFormat.of().parseHex(hex);
	}

	/** The first eight digits, for people; never for decisions. */
	public String brief() {
		return hex.substring(0, 8);
	}

	@Override
	public int compareTo(NodeId other) {
		return hex.compareTo(other.hex);
	}

	@Override
	public String toString() {
		return hex;
	}

	private static byte[] sha256(byte[] input) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(input);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
