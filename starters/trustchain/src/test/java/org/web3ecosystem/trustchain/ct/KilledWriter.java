package org.web3ecosystem.trustchain.ct;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * A process that appends until it is killed and says the number of each entry that it was
 * told is logged.
 */
final class KilledWriter {

	static final String ORIGIN = "killed/log";

	private static final byte[] ISSUER = { 1, 2, 3 };

	private static final NodeId NODE = new NodeId("ab".repeat(32));

	/** As many under way at once, so that batches have more than one. */
	private static final int UNDER_WAY = 16;

	private KilledWriter() {
	}

	public static void main(String[] args) {
		TransparencyLog log = TransparencyLog.open(Path.of(args[0]), ORIGIN);
		for (int number = log.size();; number++) {
			int said = number;
			var told = log.append(entry(number)).thenAccept(logged -> System.out.println(said));
			if (number % UNDER_WAY == 0) {
				told.toCompletableFuture().join();
			}
		}
	}

	static Submission entry(int number) {
		return Submission.certificate(
				("certificate " + number + " ".repeat(number % 700)).getBytes(StandardCharsets.UTF_8), Purpose.NODE,
				NODE, List.of(ISSUER));
	}

}
