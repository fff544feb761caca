package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation.Milestone;
import org.web3ecosystem.systemtest.harness.TestFederation.Reached;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The local federation goes on where it was. */
@SystemTest
class ResumeTests {

	@Test
	void aKilledFederationResumesWithItsHistory() {
		try (OneProcess federation = new OneProcess(Scratch.directory(getClass()))) {
			federation.start();
			federation.awaitPhase(3);
			JsonNode before = FederationContract.state(federation.node(1));
			assertThat(FederationContract.register(federation, "survivor").statusCode()).isIn(200, 201, 202);
			FederationContract.awaitAsset(federation, federation.node(4), "survivor");
			federation.kill9();

			federation.start();
			Reached again = Objects.requireNonNull(federation.awaitPhase(3).get(Milestone.PHASE_3));

			Figures.note("one process: start after kill -9 → all in PHASE_3", again.toString());
			JsonNode after = FederationContract.state(federation.node(1));
			assertThat(after.path("chainId")).isEqualTo(before.path("chainId"));
			assertThat(after.path("node")).isEqualTo(before.path("node"));
			assertThat(after.path("term").asLong()).isGreaterThanOrEqualTo(before.path("term").asLong());
			for (TestNode node : federation.nodes()) {
				FederationContract.awaitAsset(federation, node, "survivor");
			}
		}
	}

	@Test
	void aSignalEndsItCleanlyAndSoon() throws IOException {
		try (OneProcess federation = new OneProcess(Scratch.directory(getClass()))) {
			federation.start();
			federation.awaitPhase(1);
			Duration took = federation.stop();
			Figures.note("one process: SIGTERM in PHASE_1 → ended", Figures.seconds(took), "≤ 5 s");
			// it gives itself less than 5 s; the rest is for a machine that is busy
			assertThat(took).isLessThan(Duration.ofSeconds(15));
			assertThat(Files.readString(federation.log(federation.node(1))))
				.contains("stopped; the same command resumes");
		}
	}

	@Test
	void twoFreshFederationsHaveNoSecretInCommon() throws IOException {
		Path directory = Scratch.directory(getClass());
		Map<Path, String> one = secrets(directory.resolve("one"));
		Map<Path, String> other = secrets(directory.resolve("other"));
		assertThat(one.keySet()).as("files that only their owner may read").isNotEmpty().isEqualTo(other.keySet());
		assertThat(one.values()).doesNotContainAnyElementsOf(other.values());
	}

	/** Everything a new federation keeps from others, by its path within. */
	private static Map<Path, String> secrets(Path federation) throws IOException {
		Platform.run("init", "--validators=4", "--dir=" + federation).successfully();
		try (Stream<Path> files = Files.walk(federation)) {
			Map<Path, String> secrets = new TreeMap<>();
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				if (PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("------")) {
					secrets.put(federation.relativize(file), HexFormat.of().formatHex(Files.readAllBytes(file)));
				}
			}
			return secrets;
		}
	}

}
