package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Network;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Seven machines, and two of them are parted from the others: together they are less than
 * a third and decide nothing, while the others go on. What is read there is stale, and
 * what is written waits if that is wanted, to be done once when they are together again.
 * With {@code WEB3_MACHINES=10} it is three of ten.
 */
@SystemTest
class PartitionTests {

	private static final int MACHINES = Integer
		.parseInt(Optional.ofNullable(System.getenv("WEB3_MACHINES")).orElse("7"));

	/** 30 %, rounded down. */
	private static final int FEW = MACHINES * 3 / 10;

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** Until the majority commits. */
	private static final Duration SOON = Duration.ofSeconds(10);

	/** Registered on both sides while they are apart. */
	private static final int EACH = 5;

	@Test
	void mostGoOnAndAFewDecideNothing() {
		Network network = new Network(MACHINES);
		try (Processes federation = new Processes(Scratch.directory(getClass()), network, MACHINES)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			Beside beside = new Beside(federation);
			List<TestNode> majority = federation.nodes().subList(0, MACHINES - FEW);
			List<TestNode> minority = federation.nodes().subList(MACHINES - FEW, MACHINES);
			beside.awaitOperators(federation.nodes());
			beside.awaitWritten(majority.getFirst(), "before");
			federation.nodes().forEach(node -> beside.awaitAsset(node, "before"));

			federation.cut(minority.toArray(TestNode[]::new));
			long parted = System.nanoTime();
			beside.awaitWritten(majority.getFirst(), "first");
			Duration first = Duration.ofNanos(System.nanoTime() - parted);
			Figures.note(MACHINES + " machines: " + FEW + " parted → the others commit", Figures.seconds(first),
					"10 s");
			assertThat(first).as("until the majority commits").isLessThan(SOON);
			for (int i = 0; i < EACH; i++) {
				beside.awaitWritten(majority.get(i % majority.size()), "majority-" + i);
			}
			Map<TestNode, List<String>> queued = new HashMap<>();
			for (TestNode node : minority) {
				Awaitility.await("a read at " + node + " that says it is stale")
					.atMost(PATIENCE)
					.until(() -> beside.standpoint(node).endsWith(", stale"));
				assertThat(beside.write(node, "usurped-" + node.name())).as("a write at %s", node).isEqualTo("503");
				queued.put(node,
						IntStream.range(0, EACH).mapToObj(i -> beside.queue(node, queuedId(node, i))).toList());
				assertThat(beside.status(node, "/hypermesh/assets/before")).isEqualTo("200");
				assertThat(beside.status(node, "/hypermesh/assets/first")).as("at %s", node).isEqualTo("404");
				Awaitility.await(node + " is not ready")
					.atMost(PATIENCE)
					.until(() -> node.get("/actuator/health/readiness").statusCode() == 503);
				assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
			}

			federation.heal();
			long healed = System.nanoTime();
			for (TestNode node : minority) {
				beside.awaitAsset(node, "first");
				for (int i = 0; i < EACH; i++) {
					beside.awaitAsset(node, "majority-" + i);
				}
			}
			Figures.note(MACHINES + " machines: healed → all have what was decided meanwhile",
					Duration.ofNanos(System.nanoTime() - healed));
			federation.awaitPhase(3);
			for (TestNode node : minority) {
				// a block may have those of several nodes, and one of each at a time
				assertThat(executed(beside, node, queued.get(node))).as("the order at %s", node)
					.isSorted()
					.doesNotHaveDuplicates();
				Awaitility.await("a read at " + node + " that is not stale")
					.atMost(PATIENCE)
					.until(() -> !beside.standpoint(node).contains("stale"));
			}
			for (TestNode node : federation.nodes()) {
				assertThat(registered(beside, node)).as("at %s", node)
					.containsExactlyInAnyOrderElementsOf(minority.stream()
						.flatMap(from -> IntStream.range(0, EACH).mapToObj(i -> queuedId(from, i)))
						.toList());
			}
			for (TestNode node : minority) {
				beside.awaitWritten(node, "after-" + node.name());
				beside.awaitAsset(majority.getFirst(), "after-" + node.name());
			}
			for (TestNode node : federation.nodes()) {
				assertThat(FederationContract.json(beside.body(node, "/actuator/byzantine")).path("isolated").size())
					.as("isolated at %s", node)
					.isZero();
			}
		}
	}

	private static String queuedId(TestNode node, int number) {
		return "queued-" + node.name() + "-" + number;
	}

	/** The heights at which what waited was executed. */
	private static List<Long> executed(Beside beside, TestNode node, List<String> locations) {
		Awaitility.await("the queue of " + node + " is empty")
			.atMost(PATIENCE)
			.until(() -> FederationContract.json(beside.body(node, "/hypermesh/queue")).path("waiting").asInt(-1) == 0);
		return locations.stream().map(location -> {
			JsonNode entry = FederationContract.json(beside.body(node, location));
			assertThat(entry.path("state").asString()).as("%s: %s", location, entry).isEqualTo("executed");
			return entry.path("height").asLong();
		}).toList();
	}

	/** Those of them that are on the ledger, as a node has it. */
	private static List<String> registered(Beside beside, TestNode node) {
		return FederationContract.json(beside.body(node, "/hypermesh/assets?limit=1000"))
			.path("assets")
			.valueStream()
			.map(asset -> asset.path("id").asString())
			.filter(id -> id.startsWith("queued-"))
			.toList();
	}

}
