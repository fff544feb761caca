package org.web3ecosystem.systemtest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 * A federation bears as many silent validators as may fail, f of n, and stands still with
 * one more; nobody is blamed for having been away, not even one that lost its disk. One
 * of four, and with {@code WEB3_VALIDATORS=7} two of seven.
 */
@SystemTest
class SilentValidatorsTests {

	private static final int VALIDATORS = Integer
		.parseInt(Optional.ofNullable(System.getenv("WEB3_VALIDATORS")).orElse("4"));

	private static final int FAULTY = (VALIDATORS - 1) / 3;

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** For how long one more is silent. */
	private static final Duration SILENCE = Duration.ofSeconds(10);

	private static final int SOME = 10;

	@Test
	void asManyAsMayFailMayBeSilentAndOneMoreMayNot() throws InterruptedException {
		try (Processes federation = new Processes(Scratch.directory(getClass()), VALIDATORS)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			int present = VALIDATORS - FAULTY;
			TestNode paused = federation.node(present);
			List<TestNode> killed = federation.nodes().subList(present, VALIDATORS);
			TestNode wiped = killed.getLast();
			Registrations registrations = new Registrations(federation, federation.nodes().subList(0, present - 1));
			registrations.awaitMore(SOME);

			killed.forEach(federation::kill9);
			registrations.awaitMore(SOME);

			federation.pause(paused);
			try {
				Awaitility.await("nothing is decided by too few")
					.atMost(PATIENCE)
					.until(() -> registrations.silence().compareTo(SILENCE) > 0);
			}
			finally {
				federation.resume(paused);
			}
			long back = System.nanoTime();
			registrations.awaitMore(SOME);
			Figures.note(VALIDATORS + " processes: " + present + " are there again → ten commits",
					Duration.ofNanos(System.nanoTime() - back));

			Program.run("rm", "-r", wiped.home().resolve("hashgraph").resolve("engine").toString()).successfully();
			killed.forEach(federation::start);
			federation.awaitPhase(3);
			registrations.awaitMore(SOME);
			registrations.end();
			federation.nodes().forEach(registrations::awaitAllOn);
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
