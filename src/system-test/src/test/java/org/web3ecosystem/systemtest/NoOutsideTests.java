package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Network;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Four machines with an operator's resolver, whose packets are counted on each. */
@SystemTest
class NoOutsideTests {

	/** Nobody is there; what is sent to it is counted where it leaves. */
	private static final String RESOLVER = "10.77.0.250";

	private static final Duration WATCHED = Duration.ofSeconds(20);

	@Test
	void inPhase3NoPacketGoesToTheOperatorsResolvers() {
		Network network = new Network(4);
		try (Processes federation = new Processes(Scratch.directory(getClass()), network)) {
			network.countQuestionsTo(RESOLVER);
			for (TestNode node : federation.nodes()) {
				federation.set(node, "--web3.bootstrap.dns.resolvers=" + RESOLVER + "," + RESOLVER + ":5353");
			}
			federation.start();
			federation.awaitPhase(3);
			List<Long> before = questions(network);

			Awaitility.await("nothing is sent, whatever is asked")
				.pollInterval(Duration.ofSeconds(1))
				.during(WATCHED)
				.atMost(WATCHED.multipliedBy(6))
				.untilAsserted(() -> {
					federation.nodes().forEach(node -> assertThat(ask(federation, node)).contains("REFUSED"));
					assertThat(questions(network)).isEqualTo(before);
				});
			assertThat(before).as("on the way there, where nobody asked for a foreign name").containsOnly(0L);
			for (TestNode node : federation.nodes()) {
				assertThat(sent(node)).isZero();
			}

			// what is counted would be seen
			federation.beside(federation.node(1), "dig", "@" + RESOLVER, "+tries=1", "+time=1", "example.com");
			federation.beside(federation.node(2), "dig", "@" + RESOLVER, "-p", "5353", "+tries=1", "+time=1",
					"example.com");
			assertThat(network.questions(1)).isPositive();
			assertThat(network.questions(2)).isPositive();
		}
	}

	private static List<Long> questions(Network network) {
		return List.of(network.questions(1), network.questions(2), network.questions(3), network.questions(4));
	}

	/** A foreign name, of the node's own server. */
	private static String ask(Processes federation, TestNode node) {
		Peer.DIG.require();
		return federation
			.beside(node, "dig", "@" + node.http("").getHost(), "-p", Integer.toString(node.ports().dns()),
					"www.example.com", "A")
			.out();
	}

	private static double sent(TestNode node) {
		return node.get("/actuator/prometheus")
			.body()
			.lines()
			.filter(line -> line.startsWith("web3_bootstrap_dns_questions_total"))
			.mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.findFirst()
			.orElseThrow();
	}

}
