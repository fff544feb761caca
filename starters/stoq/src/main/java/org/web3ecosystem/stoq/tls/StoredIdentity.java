package org.web3ecosystem.stoq.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * The last issued identity of a node, in {@code stoq/identity.pem} of its home: the
 * private key, then the chain. Its peers accept it at once after a restart, while a fresh
 * one may have to be ordered first. Readable by its owner only.
 *
 * @param keys of the leaf
 * @param chain as issued
 */
public record StoredIdentity(KeyPair keys, CertificateChain chain) {

	private static final String FILE = "stoq/identity.pem";

	private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----\n";

	private static final String KEY_END = "\n-----END PRIVATE KEY-----\n";

	private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n";

	private static final int MAX_BYTES = 64 << 10;

	/**
	 * Stores what was issued, whole or not at all.
	 * @param home the node's home directory
	 */
	public static void write(Path home, KeyPair keys, CertificateChain chain) throws IOException {
		OwnersFile.replace(home.resolve(FILE), pem(keys, chain));
	}

	/**
	 * What was stored, if anything.
	 * @throws UnusableIdentityException if the file is not what {@link #write} wrote
	 */
	static Optional<StoredIdentity> read(Path home) {
		Path file = home.resolve(FILE);
		try {
			if (!Files.exists(file)) {
				return Optional.empty();
			}
			return Optional.of(parse(OwnersFile.read(file, MAX_BYTES)));
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
			throw new UnusableIdentityException(file + " cannot be read", unreadable);
		}
	}

	private static StoredIdentity parse(String pem) throws GeneralSecurityException {
		int begin = pem.indexOf(KEY_BEGIN);
		int end = pem.indexOf(KEY_END);
		if (begin != 0 || end < 0) {
			throw new IllegalArgumentException("it does not begin with a private key");
		}
		byte[] key = Base64.getMimeDecoder().decode(pem.substring(KEY_BEGIN.length(), end));
		byte[] rest = pem.substring(end + KEY_END.length()).getBytes(StandardCharsets.US_ASCII);
		List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
			.generateCertificates(new ByteArrayInputStream(rest))
			.stream()
			.map(X509Certificate.class::cast)
			.toList();
		CertificateChain issued = new CertificateChain(chain);
		return new StoredIdentity(new KeyPair(issued.leaf().getPublicKey(),
				KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key))), issued);
	}

	private static String pem(KeyPair keys, CertificateChain chain) {
		StringBuilder pem = new StringBuilder(KEY_BEGIN).append(base64(keys.getPrivate().getEncoded())).append(KEY_END);
		try {
			for (X509Certificate certificate : chain.certificates()) {
				pem.append(CERTIFICATE.formatted(base64(certificate.getEncoded())));
			}
		}
		catch (GeneralSecurityException unencodable) {
			throw new IllegalArgumentException("a certificate without encoding", unencodable);
		}
		return pem.toString();
	}

	private static String base64(byte[] bytes) {
		return Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes);
	}

	/** Says whose it is, never the key. */
	@Override
	public String toString() {
		return "StoredIdentity[" + chain.leaf().getSubjectX500Principal() + "]";
	}

}
