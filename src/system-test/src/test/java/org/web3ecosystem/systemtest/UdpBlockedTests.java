package org.web3ecosystem.systemtest;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Network;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Four machines between which a firewall swallows what goes to STOQ over UDP. */
@SystemTest
class UdpBlockedTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String OVER_TCP = "stoq over tcp";

	private static final String TRANSPORT_FALLBACK = "web3_bootstrap_fallback{seat=\"transport\"}";

	@Test
	void theFederationWalksToPhase3OverTcpSaysSoAndGoesBackToQuic() {
		Network network = new Network(4);
		try (Processes federation = new Processes(Scratch.directory(getClass()), network)) {
			network.blockUdp(network.ports(1).stoq());
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

			network.letUdpThrough();
			long open = System.nanoTime();
			for (TestNode node : federation.nodes()) {
				node.await("over QUIC and as it should be", PATIENCE,
						state -> !state.path("fallbacks").toString().contains(OVER_TCP)
								&& state.path("phase").asInt() == 3 && state.path("status").asString().equals("UP"));
			}
			Figures.note("four machines: UDP let through → over QUIC again",
					Duration.ofNanos(System.nanoTime() - open));
			for (TestNode node : federation.nodes()) {
				node.await("is connected over QUIC", PATIENCE, seen -> admitted(node, "quic") > 0);
				assertThat(metric(node, TRANSPORT_FALLBACK)).isZero();
			}
		}
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
