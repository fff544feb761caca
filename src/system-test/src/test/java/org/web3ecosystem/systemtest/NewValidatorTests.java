package org.web3ecosystem.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fifth node joins and becomes a validator while assets are registered and one of the
 * first four is gone: it has its weight once it takes part, and then the federation goes
 * on with four of five, which it could not without the fifth. Then all of it starts again
 * from its disks.
 */
@SystemTest
class NewValidatorTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int BETWEEN = 10;

	@Test
	void aNodeThatJoinedBecomesAValidatorAndCounts() throws InterruptedException {
		Path work = Scratch.directory(getClass());
		try (Processes federation = new Processes(work)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode fifth = joined(federation);
			Registrations registrations = new Registrations(federation,
					List.of(federation.node(1), federation.node(3), federation.node(4)));
			registrations.awaitMore(BETWEEN);

			Awaitility.await("node 5 applies")
				.atMost(PATIENCE)
				.until(() -> Platform.run("validator", "apply", "--home=" + fifth.home()).exit() == 0);
			federation.kill9(federation.node(2));
			registrations.awaitMore(BETWEEN);
			registrations.forgetPause();
			long asked = System.nanoTime();
			RosterChanges changes = new RosterChanges(federation);
			changes.agree("add node5 1000", List.of(federation.node(3), federation.node(4)));
			changes.awaitEpoch(2, List.of(federation.node(1), federation.node(3), federation.node(4), fifth));
			Figures.note("a fifth validator is added in two epochs: longest time without an acknowledged write",
					Figures.seconds(registrations.longestPause()), "3 s");
			awaitReplica(fifth, work.resolve("export.jsonl"));
			Figures.note("a fifth validator is added: proposed → it counts and its own replica answers",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - asked)));
			registrations.awaitMore(BETWEEN);

			JsonNode standing = changes.standing(fifth);
			assertThat(standing.path("validators").size()).isEqualTo(5);
			assertThat(standing.path("weight").asLong()).isEqualTo(5000);
			assertThat(standing.path("applications").size()).isZero();
			federation.start(federation.node(2));
			changes.awaitEpoch(2, List.of(federation.node(2)));
			registrations.areThereOn(fifth);

			federation.kill9();
			federation.start();
			federation.start(fifth);
			registrations.awaitMore(BETWEEN);
			awaitReplica(fifth, work.resolve("again.jsonl"));
			registrations.end();
			registrations.areThereOn(fifth);
			Platform.run("verify-export", "--file=" + work.resolve("again.jsonl"), "--genesis=" + fifth.home())
				.successfully();
		}
	}

	private static TestNode joined(Processes federation) {
		String token = Platform.run("token", "create", "--home=" + federation.node(1).home(), "--ttl=15m")
			.successfully()
			.strip();
		Path home = federation.directory().resolveSibling("node5");
		Platform
			.run("join", "--token=" + token, "--home=" + home, "--name=node5",
					"--port-offset=" + (federation.ports().offset() + 400))
			.successfully();
		TestNode fifth = federation.joined("node5", home, 5);
		federation.start(fifth);
		fifth.awaitPhase(3, PATIENCE);
		return fifth;
	}

	/** Only who validates has the whole ledger to export. */
	private static void awaitReplica(TestNode node, Path export) {
		Awaitility.await(node + " has a replica; see " + node.log())
			.atMost(PATIENCE)
			.until(() -> Platform.run("export", "--to=" + export, "--home=" + node.home()).exit() == 0
					&& Files.exists(export));
	}

}
