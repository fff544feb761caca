package org.web3ecosystem.stoq.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with the labels of TLS 1.3 (RFC 8446 section 7.1). */
public final class HkdfLabel {

	private static final String PREFIX = "tls13 ";

	private final String algorithm;

	/**
	 * @param hash {@code SHA-256} or {@code SHA-384}
	 */
	public HkdfLabel(String hash) {
		this.algorithm = "HKDF-" + hash.replace("-", "");
	}

	/** HKDF-Extract. */
	public byte[] extract(byte[] salt, byte[] material) {
		return derive(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(material).extractOnly());
	}

	/** HKDF-Expand-Label. */
	public byte[] expand(byte[] secret, String label, byte[] context, int length) {
		byte[] full = (PREFIX + label).getBytes(StandardCharsets.US_ASCII);
		ByteBuffer info = ByteBuffer.allocate(Short.BYTES + 1 + full.length + 1 + context.length)
			.putShort((short) length)
			.put((byte) full.length)
			.put(full)
			.put((byte) context.length)
			.put(context);
		return derive(HKDFParameterSpec.expandOnly(new SecretKeySpec(secret, "HKDF"), info.array(), length));
	}

	private byte[] derive(HKDFParameterSpec what) {
		try {
			return KDF.getInstance(algorithm).deriveData(what);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK from 25 on has " + algorithm, impossible);
		}
	}

}
