package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A node whose clock is wrong is told so, and is alone in suffering from it. */
@SystemTest
class ClockTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	@Test
	void aNodeAnHourOffIsToldAndTheOthersGoOn() throws IOException {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			TestNode wrong = federation.node(4);
			federation.clock(wrong, "+1h");
			federation.start();
			isTold(wrong, "60 min ahead of");
			for (TestNode right : federation.nodes().subList(0, 3)) {
				right.awaitPhase(3, PATIENCE);
			}
			assertThat(FederationContract.register(federation, "in-time").statusCode()).isIn(200, 201, 202);
			FederationContract.awaitAsset(federation, federation.node(3), "in-time");
			isTold(wrong, "60 min ahead of");

			federation.kill9(wrong);
			federation.clock(wrong, "-1h");
			federation.start(wrong);
			isTold(wrong, "60 min behind");
		}
	}

	/** Too little to be told so: what its clock says in proofs is outvoted. */
	@Test
	void aNodeHalfAMinuteOffProvesTheTimeOfTheOthers() throws IOException {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			TestNode wrong = federation.node(1);
			federation.clock(wrong, "+30s");
			federation.start();
			federation.nodes().forEach(node -> node.awaitPhase(3, PATIENCE));

			assertThat(FederationContract.register(federation, "by-the-others-clocks").statusCode()).isIn(200, 201,
					202);
			federation.nodes().forEach(node -> FederationContract.awaitAsset(federation, node, "by-the-others-clocks"));

			assertThat(wrong.metric("web3.proofs.clock.offset")).isBetween(25.0, 35.0);
			assertThat(wrong.metric("web3.proofs.time.outvoted")).isPositive();
			assertThat(wrong.metric("web3.proofs.time.attested")).isPositive();
			for (TestNode right : federation.nodes().subList(1, 4)) {
				assertThat(right.metric("web3.proofs.clock.offset")).isBetween(-1.0, 1.0);
				assertThat(right.metric("web3.ledger.misbehaviours")).isZero();
			}
		}
	}

	/**
	 * In phase 0, degraded, by one warning in the log and by whatever an operator may
	 * ask.
	 */
	private static void isTold(TestNode wrong, String what) throws IOException {
		JsonNode told = wrong.await("told that it is " + what, PATIENCE,
				state -> state.path("degradations").toString().contains(what));
		assertThat(told.path("degradations").toString()).contains("set it (NTP)");
		assertThat(told.path("status").asString()).isEqualTo("DEGRADED");
		assertThat(told.path("phase").asInt()).as("phase of the node with the wrong clock").isZero();
		assertThat(told.path("waitingFor").toString()).contains(what);
		assertThat(Files.readString(wrong.log())
			.lines()
			.filter(line -> line.contains("WARN") && line.contains(" component=stoq ") && line.contains(what)))
			.as("what the component says in the log, once; an alert may say it too")
			.hasSize(1);
		// it gives a busy node two seconds
		Awaitility.await("status").atMost(PATIENCE).untilAsserted(() -> {
			Program status = Platform.run("status", "--url=" + wrong.http(""));
			assertThat(status.exit()).as(status.out() + status.err()).isEqualTo(2);
			assertThat(status.out()).contains(what);
		});
	}

}
