package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestFederation.Milestone;
import org.web3ecosystem.systemtest.harness.TestFederation.Reached;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Four processes, and harm done to them. Each test finds and leaves all in phase 3. */
@SystemTest
class ChaosTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private Processes federation;

	@BeforeAll
	void killOneOnTheWay() {
		federation = new Processes(Scratch.directory(getClass()));
		federation.start();
		TestNode victim = federation.node(3);
		victim.awaitPhase(2, PATIENCE);
		federation.kill9(victim);
		federation.start(victim);
	}

	@BeforeEach
	void allInPhase3() {
		federation.start();
		federation.awaitPhase(3);
	}

	@AfterAll
	void end() {
		if (federation != null) {
			federation.close();
		}
	}

	@Test
	void aProcessKilledInPhase2ComesBackToPhase3() {
		JsonNode victim = FederationContract.state(federation.node(3));
		assertThat(victim.path("phase").asInt()).isEqualTo(3);
		assertThat(victim.path("chainId")).isEqualTo(FederationContract.state(federation.node(1)).path("chainId"));
	}

	@Test
	void aQuorumGoesOnWithoutAKilledNodeWhichThenCatchesUp() {
		TestNode victim = federation.node(2);
		federation.kill9(victim);

		String id = "meanwhile-" + Long.toHexString(System.nanoTime());
		assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, federation.node(4), id);

		federation.start(victim);
		long begun = System.nanoTime();
		victim.awaitPhase(3, PATIENCE);
		Figures.note("four processes: killed node started → in PHASE_3", Duration.ofNanos(System.nanoTime() - begun));
		FederationContract.awaitAsset(federation, victim, id);
	}

	@Test
	void allKilledResume() {
		JsonNode before = FederationContract.state(federation.node(1));
		String id = "remembered-" + Long.toHexString(System.nanoTime());
		assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, federation.node(3), id);
		federation.kill9();

		federation.start();
		Reached again = Objects.requireNonNull(federation.awaitPhase(3).get(Milestone.PHASE_3));

		Figures.note("four processes: start after kill -9 → all in PHASE_3", again.toString());
		JsonNode after = FederationContract.state(federation.node(1));
		assertThat(after.path("chainId")).isEqualTo(before.path("chainId"));
		for (TestNode node : federation.nodes()) {
			FederationContract.awaitAsset(federation, node, id);
		}
	}

	@Test
	void aPausedNodeIsMissedByNobodyAndComesBack() {
		TestNode paused = federation.node(4);
		federation.pause(paused);
		try {
			String id = "paused-" + Long.toHexString(System.nanoTime());
			assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
			FederationContract.awaitAsset(federation, federation.node(2), id);
		}
		finally {
			federation.goOn(paused);
		}
		paused.awaitPhase(3, PATIENCE);
	}

	@Test
	void twoOfFourDecideNothing() {
		federation.kill9(federation.node(3));
		federation.kill9(federation.node(4));
		String id = "minority-" + Long.toHexString(System.nanoTime());
		int status = registerOrSilence(id);
		assertThat(status).as("a minority must not accept a write").isNotIn(200, 201);
		federation.start();
		federation.awaitPhase(3);
	}

	private int registerOrSilence(String id) {
		try {
			return FederationContract.registerOnce(federation, id).statusCode();
		}
		catch (UncheckedIOException silence) {
			return 503;
		}
	}

}
