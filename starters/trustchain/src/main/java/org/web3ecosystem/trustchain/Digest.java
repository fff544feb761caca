package org.web3ecosystem.trustchain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256, the one digest of this component. */
public final class Digest {

	/** Length in bytes. */
	public static final int LENGTH = 32;

	private Digest() {
	}

	/** SHA-256 over the concatenation of the parts. */
	public static byte[] sha256(byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return digest.digest();
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	/** SHA-256 in lower-case hexadecimal. */
	public static String hex(byte[]... parts) {
		return HexFormat.of().formatHex(sha256(parts));
	}

	/**
	 * SHA-256 over the DER encoding, by which a certificate is known in log and ledger.
	 */
	public static byte[] of(X509Certificate certificate) {
		return sha256(encoded(certificate));
	}

	/** The DER encoding of a parsed certificate. */
	public static byte[] encoded(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (CertificateEncodingException impossible) {
			throw new IllegalStateException("a parsed certificate has its encoding", impossible);
		}
	}

}
