package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Requests;
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

	private static final String ORDER = "proofs two for 60s";

	private static final Duration ALL_OF_IT = Duration.ofSeconds(60).plus(TestFederation.PATIENCE);

	private static final String NO_SPACE = "space cannot be proven";

	private Processes federation;

	private int count;

	@Test
	void aNodeWithoutAPlotWritesWhileTwoProofsAreOrdered() throws IOException, GeneralSecurityException {
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

			emergency(changes);
		}
	}

	/**
	 * No node takes a write, each goes on reading, and a name and a certificate are
	 * renewed; until it is over by itself.
	 */
	private void emergency(RosterChanges changes) throws GeneralSecurityException {
		TestNode first = federation.node(1);
		name(first, "192.0.2.1", 200);
		changes.agree("emergency for 40s", List.of(federation.node(2), federation.node(3)));
		String asset = "/hypermesh/assets/disk-" + (count - 1);

		for (TestNode node : federation.nodes()) {
			Awaitility.await(node + " says what it makes do with")
				.atMost(TestFederation.PATIENCE)
				.until(() -> node.get("/actuator/bootstrap").body().contains("\"offer\":\"emergency"));
			assertThat(changes.standing(node).path("emergency").path("byRule").asBoolean(true)).isFalse();
		}
		for (TestNode node : federation.nodes().subList(0, 3)) {
			HttpResponse<String> refused = register(node);
			assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
			assertThat(refused.body()).contains("urn:web3:ledger:emergency-mode", "emergency mode until");
			assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(2L, 42L);
			assertThat(operator(node).get(node.https(asset)).statusCode()).isEqualTo(200);
		}
		name(first, "192.0.2.1", 200);
		name(first, "192.0.2.2", 503);
		X509Certificate renewed = new Requests(first, operator(first), Scratch.directory(getClass())).issue()
			.getFirst();
		Awaitility.await("the leaf is ordered")
			.atMost(TestFederation.PATIENCE)
			.ignoreExceptions()
			.until(() -> operator(first).get(first.https("/hypermesh/ledger/certificates?key=" + key(renewed, changes)))
				.body()
				.contains("\"present\":true"));
		assertThat(changes.standing(first).has("emergency")).as("all of that was in its time").isTrue();

		federation.nodes()
			.subList(0, 3)
			.forEach(node -> awaitRegistration(node, 201, "", Duration.ofSeconds(40).plus(TestFederation.PATIENCE)));
		assertThat(changes.standing(first).has("emergency")).isFalse();
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
				HttpResponse<String> answer = register(node);
				assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
				assertThat(answer.body()).contains(detail);
			});
	}

	private void name(TestNode node, String address, int status) {
		HttpResponse<String> answer = operator(node).put(node.https("/hypermesh/names/emergency.local.internal"), JSON,
				("{\"records\": [\"A " + address + "\"]}").getBytes(StandardCharsets.UTF_8));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
	}

	/** Where the ledger has a leaf that the first issued. */
	private String key(X509Certificate leaf, RosterChanges changes) throws GeneralSecurityException {
		String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
		for (JsonNode validator : changes.standing(federation.node(1)).path("validators")) {
			if (validator.path("name").asString().equals("node1")) {
				return "leaf/" + digest + "/" + validator.path("node").asString();
			}
		}
		throw new AssertionError("there is no node1");
	}

	private HttpResponse<String> register(TestNode node) {
		return operator(node).post(node.https("/hypermesh/assets"), JSON,
				"{\"id\": \"disk-" + count++ + "\", \"kind\": \"storage\", \"description\": \"a disk\"}");
	}

	private Operator operator(TestNode node) {
		return Operator.of(federation.root(), node.home());
	}

}
