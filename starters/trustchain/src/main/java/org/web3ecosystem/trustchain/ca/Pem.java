package org.web3ecosystem.trustchain.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.trustchain.Digest;

/** Textual encodings of RFC 7468, as strict as that RFC's section 3 allows. */
public final class Pem {

	/** The largest text that is looked at. */
	public static final int MAX_CHARACTERS = 64 * 1024;

	/** An intermediate, and one certificate that leads to an earlier root. */
	private static final int MAX_CHAIN = 2;

	/** Possessive: whatever the text, the work is linear in its length. */
	private static final Pattern BLOCK = Pattern
		.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s([A-Za-z0-9+/=\\s]++)-----END \\1-----");

	private Pem() {
	}

	/** One block. */
	public static String encode(String label, byte[] der) {
		return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der)
				+ "\n-----END " + label + "-----\n";
	}

	/** Certificates one after another, in the given order. */
	public static String encode(List<X509Certificate> certificates) {
		StringBuilder text = new StringBuilder();
		certificates.forEach(certificate -> text.append(encode("CERTIFICATE", Digest.encoded(certificate))));
		return text.toString();
	}

	/**
	 * The blocks with this label.
	 * @throws IllegalArgumentException if the text is too long or a block is not Base64
	 */
	public static List<byte[]> decode(String label, String text) {
		if (text.length() > MAX_CHARACTERS) {
			throw new IllegalArgumentException("more than " + MAX_CHARACTERS + " characters of PEM");
		}
		List<byte[]> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(text);
		while (matcher.find()) {
			if (matcher.group(1).equals(label)) {
				blocks.add(Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", "")));
			}
		}
		return blocks;
	}

	/**
	 * Parses one certificate.
	 * @throws CertificateException if it is none
	 */
	public static X509Certificate certificate(byte[] der) throws CertificateException {
		return (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(der));
	}

	static X509Certificate readCertificate(Path file) {
		try {
			return certificate(only("CERTIFICATE", file));
		}
		catch (CertificateException malformed) {
			throw new CaException("not a certificate: " + file, malformed);
		}
	}

	/** One certificate, and those above it that are to be shown with it. */
	static List<X509Certificate> readChain(Path file) {
		List<X509Certificate> chain = new ArrayList<>();
		try {
			for (byte[] block : blocks("CERTIFICATE", file)) {
				chain.add(certificate(block));
			}
		}
		catch (CertificateException malformed) {
			throw new CaException("not a certificate: " + file, malformed);
		}
		if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
			throw new CaException(file + " has " + chain.size() + " certificates, not 1 to " + MAX_CHAIN);
		}
		return chain;
	}

	/** Whether a file has a block with this label. */
	static boolean has(String label, Path file) {
		return !blocks(label, file).isEmpty();
	}

	static PrivateKey readPrivateKey(Path file, String algorithm) {
		try {
			return KeyFactory.getInstance(algorithm)
				.generatePrivate(new PKCS8EncodedKeySpec(only("PRIVATE KEY", file)));
		}
		catch (GeneralSecurityException malformed) {
			throw new CaException("not a private key for " + algorithm + ": " + file, malformed);
		}
	}

	static byte[] only(String label, Path file) {
		List<byte[]> blocks = blocks(label, file);
		if (blocks.size() != 1) {
			throw new CaException(file + " has " + blocks.size() + " PEM blocks '" + label + "' instead of one");
		}
		return blocks.getFirst();
	}

	private static List<byte[]> blocks(String label, Path file) {
		try {
			return decode(label, Files.readString(file, StandardCharsets.US_ASCII));
		}
		catch (IOException | IllegalArgumentException unreadable) {
			throw new CaException("cannot read " + file, unreadable);
		}
	}

}
