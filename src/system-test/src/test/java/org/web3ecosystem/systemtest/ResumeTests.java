package org.web3ecosystem.systemtest;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation.Milestone;
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
			Duration again = federation.awaitPhase(3).getOrDefault(Milestone.PHASE_3, Duration.ZERO);

			Figures.note("one process: start after kill -9 → all in PHASE_3", again);
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
	void aSignalEndsItWithinFiveSeconds() {
		try (OneProcess federation = new OneProcess(Scratch.directory(getClass()))) {
			federation.start();
			federation.awaitPhase(1);
			assertThat(federation.stop()).isLessThan(Duration.ofSeconds(8));
		}
	}

	@Test
	void twoFreshFederationsHaveNothingInCommon() {
		try (OneProcess one = new OneProcess(Scratch.directory(getClass()));
				OneProcess other = new OneProcess(Scratch.directory(getClass()))) {
			one.start();
			one.node(1).awaitPhase(0, FederationContract.PATIENCE);
			JsonNode left = FederationContract.state(one.node(1));
			one.kill9();
			other.start();
			other.node(1).awaitPhase(0, FederationContract.PATIENCE);
			JsonNode right = FederationContract.state(other.node(1));
			assertThat(left.path("node")).isNotEqualTo(right.path("node"));
			assertThat(left.path("chainId")).isNotEqualTo(right.path("chainId"));
		}
	}

}
