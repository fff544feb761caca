package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four processes, of which one loses its plot for good: it writes nothing until more than
 * two thirds order that two proofs are enough, writes while that holds, and no longer
 * afterwards.
 */
@SystemTest
class ReducedProofsTests {

	private static final String JSON = "application/json";

	private static final String ORDER = "proofs two for 90s";

	private static final Duration ALL_OF_IT = Duration.ofSeconds(90).plus(TestFederation.PATIENCE);

	private static final String NO_SPACE = "space cannot be proven";

	private Processes federation;

	private int count;

	@Test
	void aNodeWithoutAPlotWritesWhileTwoProofsAreOrdered() throws IOException {
		try (Processes four = new Processes(Scratch.directory(getClass()))) {
			federation = four;
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode lost = federation.node(4);
			losePlot(lost);
			awaitRegistration(lost, 503, NO_SPACE, TestFederation.PATIENCE);
			RosterChanges changes = new RosterChanges(federation);

			proposedAlone(changes);
			changes.agree(ORDER, List.of(federation.node(2), federation.node(3)));

			for (TestNode node : federation.nodes()) {
				awaitAsked(node, "two", TestFederation.PATIENCE);
				JsonNode shown = changes.standing(node);
				assertThat(shown.path("proofs").path("level").asString()).isEqualTo("two");
				assertThat(shown.path("epoch").asInt()).isZero();
			}
			awaitRegistration(lost, 201, "", TestFederation.PATIENCE);
			assertThat(operator(lost).get(lost.https("/hypermesh/blocks?from=1&limit=256")).body())
				.contains("\"waived\":[\"space\",\"work\"]");
			federation.nodes().forEach(node -> awaitAsked(node, "four", ALL_OF_IT));
			awaitRegistration(lost, 503, NO_SPACE, TestFederation.PATIENCE);
			awaitRegistration(federation.node(1), 201, "", TestFederation.PATIENCE);
			assertThat(changes.standing(federation.node(2)).has("proofs")).isFalse();
		}
	}

	/** In its place is what cannot be written over. */
	private void losePlot(TestNode node) throws IOException {
		federation.kill9(node);
		Path plot = node.home().resolve("hypermesh").resolve("plot");
		Files.delete(plot);
		Files.createDirectory(plot);
		Files.writeString(plot.resolve("in-the-way"), "");
		federation.start(node);
	}

	/** What one validator wants is no order. */
	private void proposedAlone(RosterChanges changes) {
		TestNode first = federation.node(1);
		assertThat(operator(first)
			.post(first.https("/hypermesh/validators/proposals"), JSON, "{\"changes\":[\"" + ORDER + "\"]}")
			.statusCode()).isEqualTo(201);
		JsonNode shown = changes.standing(first);
		assertThat(shown.path("proposals").path(0).path("proofs").path("level").asString()).isEqualTo("two");
		assertThat(shown.has("proofs")).isFalse();
	}

	private void awaitAsked(TestNode node, String level, Duration patience) {
		Awaitility.await(node + " asks for " + level)
			.atMost(patience)
			.ignoreExceptions()
			.until(() -> node.get("/actuator/health").body().contains("\"asked\":\"" + level + "\""));
	}

	private void awaitRegistration(TestNode node, int status, String detail, Duration patience) {
		Awaitility.await(node + " answers " + status)
			.atMost(patience)
			.pollInterval(Duration.ofSeconds(1))
			.ignoreExceptions()
			.untilAsserted(() -> {
				HttpResponse<String> answer = operator(node).post(node.https("/hypermesh/assets"), JSON,
						"{\"id\": \"disk-" + count++ + "\", \"kind\": \"storage\", \"description\": \"a disk\"}");
				assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
				assertThat(answer.body()).contains(detail);
			});
	}

	private Operator operator(TestNode node) {
		return Operator.of(federation.root(), node.home());
	}

}
