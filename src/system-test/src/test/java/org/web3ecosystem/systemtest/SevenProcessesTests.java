package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Seven processes bear two that are silent, and stand still with three; nobody is blamed
 * for having been away, not even one that lost its disk.
 */
@SystemTest
class SevenProcessesTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** For how long three are silent. */
	private static final Duration SILENCE = Duration.ofSeconds(20);

	private static final int SOME = 10;

	@Test
	void twoMayBeSilentAndThreeMayNot() throws InterruptedException {
		try (Processes federation = new Processes(Scratch.directory(getClass()), 7)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode paused = federation.node(5);
			TestNode killed = federation.node(6);
			TestNode wiped = federation.node(7);
			Registrations registrations = new Registrations(federation, federation.nodes().subList(0, 4));
			registrations.awaitMore(SOME);

			federation.kill9(killed);
			federation.kill9(wiped);
			registrations.awaitMore(SOME);

			federation.pause(paused);
			try {
				Awaitility.await("nothing is decided by four of seven")
					.atMost(PATIENCE)
					.until(() -> registrations.silence().compareTo(SILENCE) > 0);
			}
			finally {
				federation.resume(paused);
			}
			long back = System.nanoTime();
			registrations.awaitMore(SOME);
			Figures.note("seven processes: five are there again → ten commits",
					Duration.ofNanos(System.nanoTime() - back));

			federation.start(killed);
			Program.run("rm", "-r", wiped.home().resolve("hashgraph").resolve("engine").toString()).successfully();
			federation.start(wiped);
			federation.awaitPhase(3);
			registrations.awaitMore(SOME);
			registrations.end();
			for (TestNode node : List.of(federation.node(1), paused, killed, wiped)) {
				registrations.awaitAllOn(node);
			}
			for (TestNode node : federation.nodes()) {
				assertThat(isolated(federation, node).size()).as("isolated at %s", node).isZero();
			}
		}
	}

	private static JsonNode isolated(Processes federation, TestNode node) {
		return FederationContract
			.json(Operator.of(federation.root(), node.home()).get(node.https("/actuator/byzantine")).body())
			.path("isolated");
	}

}
