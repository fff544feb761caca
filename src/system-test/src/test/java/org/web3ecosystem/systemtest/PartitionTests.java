package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Network;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten machines, and three of them are parted from the others: together they are 30 % and
 * decide nothing, while the seven go on.
 */
@SystemTest
class PartitionTests {

	private static final int[] MINORITY = { 8, 9, 10 };

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** Registered on both sides while they are apart. */
	private static final int EACH = 5;

	@Test
	void sevenOfTenGoOnAndThreeDecideNothing() {
		Network network = new Network(10);
		try (Processes federation = new Processes(Scratch.directory(getClass()), network, 10)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			Beside beside = new Beside(federation);
			List<TestNode> majority = federation.nodes().subList(0, 7);
			List<TestNode> minority = federation.nodes().subList(7, 10);
			beside.awaitOperators(federation.nodes());
			assertThat(beside.write(majority.getFirst(), "before")).isEqualTo("201");
			federation.nodes().forEach(node -> beside.awaitAsset(node, "before"));

			network.part(MINORITY);
			long parted = System.nanoTime();
			Awaitility.await("the majority decides")
				.atMost(PATIENCE)
				.until(() -> beside.write(majority.getFirst(), "first").equals("201"));
			Figures.note("ten machines: three parted → the seven commit",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - parted)), "10 s");
			for (int i = 0; i < EACH; i++) {
				assertThat(beside.write(majority.get(i), "majority-" + i)).isEqualTo("201");
			}
			for (TestNode node : minority) {
				assertThat(beside.write(node, "usurped-" + node.name())).as("a write at %s", node)
					.doesNotStartWith("2");
				assertThat(beside.status(node, "/hypermesh/assets/before")).isEqualTo("200");
				assertThat(beside.status(node, "/hypermesh/assets/first")).as("at %s", node).isEqualTo("404");
				assertThat(node.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
				assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
			}

			network.heal(MINORITY);
			long healed = System.nanoTime();
			for (TestNode node : minority) {
				beside.awaitAsset(node, "first");
				for (int i = 0; i < EACH; i++) {
					beside.awaitAsset(node, "majority-" + i);
				}
			}
			Figures.note("ten machines: healed → the three have what the seven decided",
					Duration.ofNanos(System.nanoTime() - healed));
			federation.awaitPhase(3);
			for (TestNode node : minority) {
				assertThat(beside.write(node, "after-" + node.name())).isEqualTo("201");
				beside.awaitAsset(majority.getFirst(), "after-" + node.name());
			}
			for (TestNode node : federation.nodes()) {
				assertThat(FederationContract.json(beside.body(node, "/actuator/byzantine")).path("isolated").size())
					.as("isolated at %s", node)
					.isZero();
			}
		}
	}

}
