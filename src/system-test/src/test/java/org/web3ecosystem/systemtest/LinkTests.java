package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Relays;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestCluster;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four processes whose links are ill, one illness after the other: UDP does not get
 * through, one does not hear another, what two say to each other comes late, packets of
 * all to one and back are lost. They decide all the time, nobody is blamed, and in the
 * end all have the same.
 */
@SystemTest
class LinkTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final Duration LATE = Duration.ofMillis(100);

	private static final int LOST_PERCENT = 10;

	/** Commits under each illness. */
	private static final int SOME = 12;

	/** Packets that were lost or late under each. */
	private static final int MET = 20;

	private static final String OVER_TCP = "stoq over tcp";

	private static final String TRANSPORT_FALLBACK = "web3_bootstrap_fallback{seat=\"transport\"}";

	@Test
	void illLinksStopNobodyAndNobodyIsBlamed() throws InterruptedException {
		Relays relays = new Relays(4);
		try (Processes federation = new Processes(Scratch.directory(getClass()), relays)) {
			federation.giveEveryNodeAnOperator();
			theyWalkToPhase3OverTcpSaySoAndGoBackToQuic(federation);

			TestNode first = federation.node(1);
			TestNode second = federation.node(2);
			Registrations registrations = new Registrations(federation, federation.nodes());
			federation.cutOneWay(first, second);
			awaitCommits(relays, registrations, "one does not hear another");
			federation.delay(first, second, LATE);
			federation.delay(second, first, LATE);
			awaitCommits(relays, registrations, "a link is 100 ms late each way");
			for (TestNode other : federation.nodes().subList(0, 3)) {
				federation.loss(other, federation.node(4), LOST_PERCENT);
				federation.loss(federation.node(4), other, LOST_PERCENT);
			}
			awaitCommits(relays, registrations, "a node loses 10 % each way");
			registrations.end();

			federation.awaitPhase(3);
			federation.nodes().forEach(registrations::awaitAllOn);
			awaitOneRoot(federation);
			for (TestNode node : federation.nodes()) {
				JsonNode byzantine = FederationContract
					.json(Operator.of(federation.root(), node.home()).get(node.https("/actuator/byzantine")).body());
				assertThat(byzantine.path("isolated").size()).as("isolated at %s: %s", node, byzantine).isZero();
				assertThat(byzantine.path("accused").size()).as("accused at %s: %s", node, byzantine).isZero();
				assertThat(byzantine.path("stopped").asBoolean()).isFalse();
			}
		}
	}

	/** While links are harmed; heals them then. */
	private static void awaitCommits(Relays relays, Registrations registrations, String what) {
		long harmed = relays.harmed();
		long begun = System.nanoTime();
		registrations.awaitMore(SOME);
		Awaitility.await(what + " was met by many packets")
			.atMost(PATIENCE)
			.until(() -> relays.harmed() >= harmed + MET);
		Figures.note("four processes, " + what + ": " + SOME + " commits", Duration.ofNanos(System.nanoTime() - begun));
		relays.heal();
	}

	private static void theyWalkToPhase3OverTcpSaySoAndGoBackToQuic(TestCluster federation) {
		federation.blockUdp();
		federation.start();
		federation.awaitPhase(3);
		for (TestNode node : federation.nodes()) {
			JsonNode state = node.await("says that it goes over TCP", PATIENCE,
					seen -> seen.path("fallbacks").toString().contains(OVER_TCP));
			assertThat(state.path("status").asString()).isEqualTo("DEGRADED");
			node.await("is connected over TCP", PATIENCE, seen -> admitted(node, "tcp") > 0);
			assertThat(admitted(node, "quic")).isZero();
			assertThat(metric(node, TRANSPORT_FALLBACK)).isEqualTo(1);
			assertThat(node.get("/actuator/health/stay").body()).contains(OVER_TCP);
			assertThat(node.get("/actuator/health/to-complete").body()).contains(OVER_TCP);
		}

		federation.heal();
		long open = System.nanoTime();
		for (TestNode node : federation.nodes()) {
			node.await("over QUIC and as it should be", PATIENCE,
					state -> !state.path("fallbacks").toString().contains(OVER_TCP) && state.path("phase").asInt() == 3
							&& state.path("status").asString().equals("UP"));
		}
		Figures.note("four processes: UDP let through → over QUIC again", Duration.ofNanos(System.nanoTime() - open));
		for (TestNode node : federation.nodes()) {
			node.await("is connected over QUIC", PATIENCE, seen -> admitted(node, "quic") > 0);
			assertThat(metric(node, TRANSPORT_FALLBACK)).isZero();
		}
	}

	/** Of the newest block that the first node has now. */
	private static void awaitOneRoot(TestCluster federation) {
		Operator reader = Operator.anonymous(federation.root());
		long height = block(reader, federation.node(1), "").orElseThrow().path("height").asLong();
		for (TestNode node : federation.nodes()) {
			Awaitility.await("block " + height + " at " + node)
				.atMost(PATIENCE)
				.until(() -> block(reader, node, "from=" + height).isPresent());
		}
		List<String> roots = federation.nodes()
			.stream()
			.map(node -> block(reader, node, "from=" + height).orElseThrow().path("root").asString())
			.distinct()
			.toList();
		assertThat(roots).as("at height %d", height).hasSize(1).doesNotContain("");
	}

	private static Optional<JsonNode> block(Operator reader, TestNode node, String query) {
		return FederationContract.json(reader.get(node.https("/hypermesh/blocks?limit=1&" + query)).body())
			.path("blocks")
			.valueStream()
			.findFirst();
	}

	private static double admitted(TestNode node, String transport) {
		return metric(node, "web3_stoq_connections_admitted{transport=\"" + transport + "\"}");
	}

	private static double metric(TestNode node, String line) {
		return node.get("/actuator/prometheus")
			.body()
			.lines()
			.filter(metric -> metric.startsWith(line))
			.mapToDouble(metric -> Double.parseDouble(metric.substring(metric.lastIndexOf(' ') + 1)))
			.findFirst()
			.orElseThrow();
	}

}
