package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.AlertReceiver;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.SlowTables;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two of four validators are killed, so nobody can decide. A node that is left says so
 * everywhere and tells its administrators, by a receiver that fails twice at first; and
 * tells them when it is over.
 */
@SystemTest
class AlertTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String CONDITION = "consensus-failure";

	private static final String GAUGE = "web3_bootstrap_alert{condition=\"" + CONDITION + "\"}";

	@Test
	void administratorsAreToldOnceThatConsensusFailsAndOnceThatItIsOver() throws IOException {
		Path directory = Scratch.directory(getClass());
		Files.writeString(directory.resolve("bootstrap.toml"), SlowTables.inPhase1For(Duration.ofHours(1)));
		try (AlertReceiver receiver = new AlertReceiver(2); Processes federation = new Processes(directory)) {
			TestNode node = federation.node(1);
			federation.set(node, "--web3.bootstrap.alerts.after=1s", "--web3.bootstrap.alerts.calm=2s",
					"--web3.bootstrap.alerts.webhook.url=" + receiver.address(),
					"--web3.bootstrap.alerts.webhook.secret-file=" + receiver.secret(directory.resolve("secret")),
					"--web3.bootstrap.alerts.webhook.first-wait=100ms");
			federation.start();
			federation.awaitPhase(1);
			node.await("as it should be, and nobody is told anything else", PATIENCE,
					state -> state.path("status").asString().equals("UP") && state.path("alerts").isEmpty());
			int before = receiver.taken("alert.firing", CONDITION).size();
			int over = receiver.taken("alert.resolved", CONDITION).size();

			List<TestNode> killed = List.of(federation.node(3), federation.node(4));
			killed.forEach(federation::kill9);
			AlertReceiver.Request firing = taken(receiver, "alert.firing", before);
			assertThat(firing.body().path("data").path("reason").asString()).contains("nobody answers for consensus");
			assertThat(firing.body().path("data").path("name").asString()).isEqualTo("node1");
			assertThat(firing.body().path("data").path("node").asString()).isEqualTo(node.id());
			isSaidEverywhere(node, before);

			killed.forEach(federation::start);
			long back = System.nanoTime();
			AlertReceiver.Request resolved = taken(receiver, "alert.resolved", over);
			Figures.note("two validators back → told that consensus is well again",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - back)));
			assertThat(resolved.body().path("data").path("incident"))
				.isEqualTo(firing.body().path("data").path("incident"));
			assertThat(resolved.id()).isNotEqualTo(firing.id());
			assertThat(receiver.taken("alert.firing", CONDITION)).hasSize(before + 1);
			assertThat(metric(node, GAUGE)).isZero();
			holdsWhatItPromises(receiver, node);
		}
	}

	private static AlertReceiver.Request taken(AlertReceiver receiver, String type, int before) {
		return Awaitility.await(type + " of " + CONDITION)
			.atMost(PATIENCE)
			.until(() -> receiver.taken(type, CONDITION), told -> told.size() > before)
			.getLast();
	}

	private static void isSaidEverywhere(TestNode node, int before) throws IOException {
		JsonNode state = node.await("with a row for the alert", PATIENCE,
				seen -> seen.path("alerts").toString().contains(CONDITION));
		assertThat(state.path("phase").asInt()).isEqualTo(1);
		assertThat(state.path("status").asString()).isEqualTo("DEGRADED");
		assertThat(state.path("marks").path("certMode").asString()).isEqualTo("trustchain");
		assertThat(metric(node, GAUGE)).isEqualTo(1);
		for (String seat : List.of("transport", "certificates", "consensus", "discovery")) {
			assertThat(fallback(node, seat)).as(seat).isBetween(0.0, 1.0);
		}
		assertThat(Files.readAllLines(node.log()))
			.filteredOn(line -> line.contains("alert=" + CONDITION + " state=firing"))
			.hasSize(before + 1);
	}

	/** One message until it is taken, all signed, small, and without what is secret. */
	private static void holdsWhatItPromises(AlertReceiver receiver, TestNode node) throws IOException {
		List<AlertReceiver.Request> requests = receiver.requests();
		assertThat(requests.subList(0, 3)).extracting(AlertReceiver.Request::id).containsOnly(requests.getFirst().id());
		assertThat(requests.subList(0, 3)).extracting(AlertReceiver.Request::status).containsExactly(500, 503, 204);
		assertThat(requests.stream().map(AlertReceiver.Request::id).distinct()).hasSize(requests.size() - 2);
		assertThat(requests).allSatisfy(request -> {
			assertThat(request.signed()).isTrue();
			assertThat(request.text()).hasSizeLessThan(4096).doesNotContain("for-its-owner", "whsec_", "PRIVATE");
		});
		assertThat(Files.readString(node.log())).doesNotContain("for-its-owner", "whsec_");
	}

	private static double fallback(TestNode node, String seat) {
		return metric(node, "web3_bootstrap_fallback{seat=\"" + seat + "\"}");
	}

	private static double metric(TestNode node, String name) {
		return node.get("/actuator/prometheus")
			.body()
			.lines()
			.filter(line -> line.startsWith(name + " "))
			.mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no " + name + " at " + node));
	}

}
