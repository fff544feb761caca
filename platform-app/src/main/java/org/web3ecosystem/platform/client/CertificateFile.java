package org.web3ecosystem.platform.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Locale;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.Reason;

/** A certificate that somebody means, by its digest or in a file. */
final class CertificateFile {

	private static final int MAX_BYTES = 64 * 1024;

	private CertificateFile() {
	}

	/**
	 * Its path in the REST interface.
	 * @param leaf SHA-256 in hexadecimal, or a file with the certificate, in PEM or DER;
	 * of a chain it is the first
	 */
	static String path(String leaf) {
		return "/trustchain/certificates/" + digest(leaf);
	}

	/**
	 * The SHA-256 of the certificate that is meant.
	 * @param named the digest in hexadecimal, or a file as above
	 */
	static String digest(String named) {
		return named.matches("[0-9a-fA-F]{64}") ? named.toLowerCase(Locale.ROOT) : fingerprint(named);
	}

	/** What is in a file with certificates. */
	static String text(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
		}
		catch (IOException unreadable) {
			throw new RefusedException("cannot read " + file + ": " + Reason.of(unreadable),
					"give a PEM file with the certificates, leaf first", unreadable);
		}
	}

	private static String fingerprint(String file) {
		try (InputStream in = Files.newInputStream(Path.of(file))) {
			byte[] encoded = CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(in.readNBytes(MAX_BYTES)))
				.getEncoded();
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
		}
		catch (IOException | CertificateException | InvalidPathException unreadable) {
			throw new RefusedException("no certificate in " + file + ": " + Reason.of(unreadable),
					"give the SHA-256 of a certificate, 64 hexadecimal digits, or a file with it", unreadable);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
