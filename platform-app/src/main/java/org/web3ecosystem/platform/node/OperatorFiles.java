package org.web3ecosystem.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.web3ecosystem.trustchain.renewal.IdentityRenewal;
import org.web3ecosystem.trustchain.renewal.IssuedIdentity;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * Keeps the operator's certificate of this node in {@code operator/} of its home, for the
 * owner of that directory to use with any TLS client. The key stays the same until its
 * certificate is revoked or has ended, so that whoever reads the two files finds a pair.
 */
final class OperatorFiles implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(OperatorFiles.class);

	private final Node node;

	private final IdentityRenewal renewal;

	private volatile boolean running;

	OperatorFiles(Node node, IdentityRenewal renewal) {
		this.node = node;
		this.renewal = renewal;
	}

	/** Stores an identity; refuses one that nobody issued. */
	static void store(Node node, IssuedIdentity identity) {
		if (identity.chain().isSelfIssued()) {
			throw new UnavailableException("an operator's certificate is issued, not self-signed");
		}
		Path directory = node.home().resolve("operator");
		try {
			write(directory.resolve("root.pem"), Pem.encode("CERTIFICATE", node.genesis().root()));
			write(directory.resolve("operator.key"), Pem.encode("PRIVATE KEY", identity.key().getEncoded()));
			write(directory.resolve("operator.pem"), Pem.encode(identity.chain().certificates()));
			logger.info("operator certificate written: directory={}", directory);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("cannot write the operator's certificate to " + directory, failure);
		}
	}

	/** What an earlier process stored, if it is there and whole. */
	static Optional<IssuedIdentity> load(Node node) {
		Path directory = node.home().resolve("operator");
		try {
			return Files.exists(directory) ? Optional.of(read(directory)) : Optional.empty();
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
			logger.info("operator certificate is not used on: directory={} because={}", directory,
					unusable.getMessage());
			return Optional.empty();
		}
	}

	private static IssuedIdentity read(Path directory) throws IOException, GeneralSecurityException {
		List<X509Certificate> certificates = new ArrayList<>();
		for (byte[] each : Pem.decode("CERTIFICATE", Files.readString(directory.resolve("operator.pem")))) {
			certificates.add(Pem.certificate(each));
		}
		List<byte[]> key = Pem.decode("PRIVATE KEY", Files.readString(directory.resolve("operator.key")));
		if (key.size() != 1) {
			throw new IllegalArgumentException("no key in operator.key");
		}
		PrivateKey own = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.getFirst()));
		CertificateChain chain = new CertificateChain(certificates);
		if (!isPair(own, chain.leaf())) {
			throw new IllegalArgumentException("operator.key does not belong to operator.pem");
		}
		return new IssuedIdentity(own, chain);
	}

	/** A process may have been killed after it wrote one file and before the other. */
	private static boolean isPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
		byte[] probe = new byte[32];
		Signature signature = Signature.getInstance("SHA256withECDSA");
		signature.initSign(key);
		signature.update(probe);
		byte[] signed = signature.sign();
		signature.initVerify(certificate.getPublicKey());
		signature.update(probe);
		return signature.verify(signed);
	}

	@Override
	public void start() {
		running = true;
		renewal.start();
	}

	@Override
	public void stop() {
		running = false;
		renewal.close();
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	private static void write(Path file, String text) throws IOException {
		DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
	}

}
