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
 * Four machines that stay in phase 1, and on one of them TrustChain's name server is
 * lost: the kernel drops whatever is sent to its port. All components of a node live in
 * one process, so this is how TrustChain can be taken away from the others there. What it
 * shows: the node notices by itself, names go on being answered by {@code traditional}
 * for all that does not come by that port, and the node says so for as long as it lasts.
 * It does not show a process without TrustChain: its CA runs on.
 */
@SystemTest
class TrustChainLostTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int LOST = 2;

	private static final String NAME = "node3.node." + FederationContract.ZONE;

	@Test
	void namesAreAnsweredTraditionallyInPhase1WhileTheNameServerIsLost() throws IOException {
		Stream.of(Peer.DIG, Peer.KDIG).forEach(Peer::require);
		Network network = new Network(4);
		Path directory = Scratch.directory(getClass());
		Files.writeString(directory.resolve("bootstrap.toml"), SlowTables.stayingInPhase1());
		try (Processes federation = new Processes(directory, network)) {
			federation.start();
			federation.awaitPhase(1);
			TestNode node = federation.node(LOST);
			String address = network.address(3);
			awaitFallback(node, 0);
			assertThat(dig(federation, node)).contains(address);

			network.block(LOST, node.ports().dns());
			long lost = System.nanoTime();
			awaitFallback(node, 1);
			Figures.note("four machines in phase 1: name server lost → fallback.dns is 1",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - lost)), "≤ 5 s");
			assertThat(dig(federation, node)).as("the port is lost").doesNotContain(address);
			double before = answered(node);
			assertThat(overHttps(federation, node)).isEqualTo(address);
			assertThat(answered(node)).as("answers of traditional").isGreaterThan(before);
			JsonNode state = node.await("degraded", PATIENCE,
					seen -> seen.path("fallbacks").toString().contains("traditional"));
			assertThat(state.path("phase").asInt()).isEqualTo(1);
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
		}
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
