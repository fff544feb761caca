package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Network;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.SlowTables;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four machines in phase 1, and on one of them TrustChain's name server is lost: the
 * kernel drops whatever is sent to its port. All components of a node live in one
 * process, so this is how TrustChain can be taken away from the others there. What it
 * shows: the node notices by itself, names go on being answered by {@code traditional}
 * for all that does not come by that port, no certificate is given up, and the node says
 * so and stays in phase 1 for as long as it lasts; then it goes on to phase 2. It does
 * not show a process without TrustChain: its CA runs on.
 */
@SystemTest
class TrustChainLostTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** In phase 1; the name server is lost before it is over. */
	private static final Duration AT_LEAST = Duration.ofSeconds(30);

	/** Until names answer again. */
	private static final Duration SOON = Duration.ofSeconds(5);

	private static final int LOST = 2;

	private static final String NAME = "node3.node." + FederationContract.ZONE;

	@Test
	void namesAreAnsweredTraditionallyInPhase1WhileTheNameServerIsLost() throws IOException {
		Stream.of(Peer.DIG, Peer.KDIG).forEach(Peer::require);
		Network network = new Network(4);
		Path directory = Scratch.directory(getClass());
		Files.writeString(directory.resolve("bootstrap.toml"), SlowTables.inPhase1For(AT_LEAST));
		try (Processes federation = new Processes(directory, network)) {
			federation.start();
			federation.awaitPhase(1);
			TestNode node = federation.node(LOST);
			String address = network.address(3);
			awaitFallback(node, 0);
			assertThat(dig(federation, node)).contains(address);
			String certificate = gate(node, "certificates-active").path("reason").asString();
			assertThat(certificate).contains("verifies and is logged");

			double before = answered(node);
			network.block(LOST, node.ports().dns());
			long lost = System.nanoTime();
			Awaitility.await("names answer from traditional")
				.pollDelay(Duration.ZERO)
				.atMost(SOON)
				.until(() -> overHttps(federation, node).equals(address) && answered(node) > before);
			awaitFallback(node, 1);
			Figures.note("four machines in phase 1: name server lost → fallback.dns is 1",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - lost)), "≤ 5 s");
			assertThat(dig(federation, node)).as("the port is lost").doesNotContain(address);
			JsonNode state = node.await("degraded", PATIENCE,
					seen -> seen.path("fallbacks").toString().contains("traditional"));
			assertThat(state.path("phase").asInt()).isEqualTo(1);
			assertThat(gate(node, "discovery-operational").path("status").asString()).as("to phase 2")
				.isNotEqualTo("UP");
			JsonNode kept = gate(node, "certificates-active");
			assertThat(kept.path("status").asString()).isEqualTo("UP");
			assertThat(kept.path("reason").asString()).as("the certificate").isEqualTo(certificate);
			assertThat(state.path("status").asString()).isEqualTo("DEGRADED");
			assertThat(state.path("ready").asBoolean()).isTrue();
			assertThat(metric(node, "web3_bootstrap_fallback{seat=\"discovery\"}")).isEqualTo(1);
			assertThat(node.get("/actuator/health/stay").body()).contains("discovery: traditional answers instead of ");
			for (TestNode other : List.of(federation.node(1), federation.node(3), federation.node(4))) {
				assertThat(dig(federation, other)).as("%s", other).contains(address);
				assertThat(metric(other, "fallback_dns")).as("%s", other).isZero();
			}

			network.unblock(LOST);
			awaitFallback(node, 0);
			assertThat(metric(node, "web3_bootstrap_fallback{seat=\"discovery\"}")).isZero();
			assertThat(dig(federation, node)).contains(address);
			assertThat(node.walk()).as("phases that were seen").doesNotContain(2, 3);
			node.awaitPhase(2, PATIENCE);
			assertThat(gate(node, "certificates-active").path("reason").asString()).isEqualTo(certificate);
		}
	}

	private static JsonNode gate(TestNode node, String id) {
		return FederationContract.state(node)
			.path("gates")
			.valueStream()
			.filter(gate -> gate.path("id").asString().equals(id))
			.findFirst()
			.orElseThrow();
	}

	private static void awaitFallback(TestNode node, int value) {
		Awaitility.await("fallback.dns of " + node + " is " + value)
			.pollInterval(Duration.ofMillis(100))
			.atMost(PATIENCE)
			.until(() -> metric(node, "fallback_dns") == value);
	}

	private static double answered(TestNode node) {
		return metric(node, "web3_bootstrap_dns_offer_seconds_count{offer=\"traditional\"}");
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

	private static String dig(Processes federation, TestNode node) {
		return federation
			.beside(node, "dig", "@" + node.http("").getHost(), "-p", Integer.toString(node.ports().dns()), "+short",
					"+tries=1", "+time=2", NAME, "A")
			.out();
	}

	/** The same answers by another door, which is not lost. */
	private static String overHttps(Processes federation, TestNode node) {
		return federation
			.beside(node, "kdig", "@" + node.http("").getHost(), "-p", Integer.toString(node.ports().https()),
					"+https=/dns-query", "+tls-ca=" + federation.root(), "+tls-hostname=localhost", "+short", NAME, "A")
			.successfully()
			.strip();
	}

}
