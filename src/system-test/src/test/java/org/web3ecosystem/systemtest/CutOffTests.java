package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Network;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A minority of one: four machines, and the cable of one is pulled. */
@SystemTest
class CutOffTests {

	private static final Duration CUT = Duration.ofSeconds(60);

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int LONELY = 4;

	@Test
	void aNodeCutOffForAMinuteLowersNothingButItsNameLookUps() {
		Network network = new Network(4);
		try (Processes federation = new Processes(Scratch.directory(getClass()), network)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode lonely = federation.node(LONELY);
			Beside beside = new Beside(federation);
			lonely.await("is as it should be", PATIENCE, CutOffTests::isWell);
			beside.awaitOperators(List.of(federation.node(1), lonely));
			JsonNode marks = FederationContract.state(lonely).path("marks");
			assertThat(marks.path("certMode").asString()).isEqualTo("consensus_validated");
			assertThat(marks.path("consensusMode").asString()).isEqualTo("mandatory");
			assertThat(marks.path("selfSignedRefused").asBoolean()).isTrue();

			federation.cut(lonely);
			long cut = System.nanoTime();
			JsonNode alone = lonely.await("degraded and not ready", PATIENCE,
					state -> state.path("status").asString().equals("DEGRADED") && !state.path("ready").asBoolean());
			Figures.note("four machines: cut off → says so", Duration.ofNanos(System.nanoTime() - cut));
			assertThat(alone.path("degradations").toString()).contains("consensus");
			assertThat(lonely.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
			assertThat(lonely.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(beside.write(lonely, "usurped")).as("a write on the node that was cut off")
				.doesNotStartWith("2");
			assertThat(beside.write(federation.node(1), "meanwhile")).startsWith("2");
			for (TestNode other : federation.nodes().subList(0, 3)) {
				beside.awaitAsset(other, "meanwhile");
			}
			// once it has gone back to the row that lets it look elsewhere
			Awaitility.await("a name of the federation, from its own server")
				.atMost(PATIENCE)
				.until(() -> name(federation, lonely).equals("10.77.0.1"));
			awaitFor(CUT.minusNanos(System.nanoTime() - cut), lonely, marks);

			federation.heal();
			long healed = System.nanoTime();
			lonely.await("in phase 3 again, as it should be", PATIENCE,
					state -> state.path("phase").asInt() == 3 && isWell(state));
			Figures.note("four machines: healed → as it should be", Duration.ofNanos(System.nanoTime() - healed));
			assertThat(FederationContract.state(lonely).path("marks")).isEqualTo(marks);
			beside.awaitAsset(lonely, "meanwhile");
			assertThat(beside.write(lonely, "afterwards")).startsWith("2");
			beside.awaitAsset(federation.node(1), "afterwards");
		}
	}

	/**
	 * It keeps its marks all the time, and never goes below the phase that only widens
	 * names.
	 */
	private static void awaitFor(Duration rest, TestNode lonely, JsonNode marks) {
		Awaitility.await("marks kept while cut off")
			.pollInterval(Duration.ofSeconds(1))
			.during(rest.isNegative() ? Duration.ZERO : rest)
			.atMost(CUT.plusSeconds(30))
			.untilAsserted(() -> {
				JsonNode state = FederationContract.state(lonely);
				assertThat(state.path("marks")).isEqualTo(marks);
				assertThat(state.path("phase").asInt()).isGreaterThanOrEqualTo(2);
				assertThat(state.path("ready").asBoolean()).isFalse();
			});
	}

	private static boolean isWell(JsonNode state) {
		return state.path("status").asString().equals("UP") && state.path("ready").asBoolean();
	}

	private static String name(Processes federation, TestNode node) {
		Peer.DIG.require();
		return federation
			.beside(node, "dig", "@" + node.http("").getHost(), "-p", Integer.toString(node.ports().dns()), "+short",
					"node1.node." + FederationContract.ZONE, "A")
			.out()
			.strip();
	}

}
