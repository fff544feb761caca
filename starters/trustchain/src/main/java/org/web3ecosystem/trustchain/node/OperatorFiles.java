package org.web3ecosystem.trustchain.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.DurableFile;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * Keeps {@code operator/operator.pem}, {@code operator.key} and {@code root.pem} in the
 * node's home, so that whoever may read them can write through the REST interface. A new
 * pair at each start and after two thirds of its life.
 */
final class OperatorFiles implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(15);

	private static final Duration RETRY = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(OperatorFiles.class);

	private final Node node;

	private final CertificateProvider certificates;

	private final InstantSource clock;

	private final Thread keeper = Thread.ofVirtual().name("trustchain-operator").unstarted(this::keep);

	private volatile boolean closed;

	OperatorFiles(Node node, CertificateProvider certificates, InstantSource clock) {
		this.node = node;
		this.certificates = certificates;
		this.clock = clock;
	}

	void start() {
		keeper.start();
	}

	@Override
	public void close() {
		closed = true;
		LockSupport.unpark(keeper);
	}

	private void keep() {
		Instant due = Instant.MIN;
		while (!closed) {
			try {
				if (!clock.instant().isBefore(due)) {
					due = write();
				}
			}
			catch (IOException | RuntimeException failure) {
				logger.atWarn().setCause(failure).log("the operator's certificate could not be renewed");
			}
			LockSupport.parkNanos(RETRY.toNanos());
		}
	}

	/** When to do it again. */
	private Instant write() throws IOException {
		KeyPair keys = keys();
		CertificateChain chain = Async.await(
				certificates.certificate(new CertificateRequest(keys, Purpose.OPERATOR, node.id(), List.of(), false)),
				DEADLINE, "the authority");
		Path directory = node.home().resolve("operator");
		DurableFile.write(directory.resolve("root.pem"), pem(List.of(node.genesis().rootCertificate())));
		DurableFile.write(directory.resolve("operator.key"),
				Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded()).getBytes(StandardCharsets.US_ASCII));
		DurableFile.write(directory.resolve("operator.pem"), pem(chain.certificates()));
		Instant begin = chain.leaf().getNotBefore().toInstant();
		Instant end = chain.leaf().getNotAfter().toInstant();
		return begin.plus(Duration.between(begin, end).multipliedBy(2).dividedBy(3));
	}

	private static byte[] pem(List<X509Certificate> certificates) {
		return Pem.encode(certificates).getBytes(StandardCharsets.US_ASCII);
	}

	private static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new UnavailableException("every JDK has P-256", impossible);
		}
	}

}
