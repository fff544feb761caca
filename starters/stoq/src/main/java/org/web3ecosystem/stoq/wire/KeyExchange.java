package org.web3ecosystem.stoq.wire;

import java.util.Arrays;

/** The group in which two sides agreed on the keys of a TLS session. */
public enum KeyExchange {

	/** Hybrid: X25519 and ML-KEM-768 together (draft-ietf-tls-ecdhe-mlkem). */
	X25519MLKEM768(0x11ec, "X25519MLKEM768"),
	/** RFC 7748. */
	X25519(0x001d, "X25519"),
	/** Also known as secp256r1. */
	P256(0x0017, "P-256"),
	/** It was not seen, or is none of those that are offered here. */
	UNKNOWN(-1, "unknown");

	private final int code;

	private final String word;

	KeyExchange(int code, String word) {
		this.code = code;
		this.word = word;
	}

	/** As BoringSSL, metrics and the endpoint call it. */
	public String word() {
		return word;
	}

	/** By its number in TLS (RFC 8446 section 4.2.7). */
	public static KeyExchange of(int code) {
		return Arrays.stream(values()).filter(each -> each.code == code).findFirst().orElse(UNKNOWN);
	}

	/** By its name. */
	public static KeyExchange of(String word) {
		return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst().orElse(UNKNOWN);
	}

	/** The names of what is offered, post-quantum first. */
	public static String[] offered() {
		return Arrays.stream(values()).filter(each -> each != UNKNOWN).map(KeyExchange::word).toArray(String[]::new);
	}

}
