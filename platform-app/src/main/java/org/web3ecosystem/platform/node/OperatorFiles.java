package org.web3ecosystem.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.web3ecosystem.platform.edge.IdentityRenewal;
import org.web3ecosystem.platform.edge.IssuedIdentity;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.DurableFile;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * Keeps the operator's certificate of this node in {@code operator/} of its home, for the
 * owner of that directory to use with any TLS client. The key is the same for as long as
 * the process lives, so that whoever reads the two files finds a pair.
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
