package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two of four are gone: what is written at a third waits on its disk, what is read there
 * is stale, and a kill loses nothing of it.
 */
@SystemTest
class QueuedWritesTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int WRITES = 6;

	@Test
	void whatWaitedIsDoneOnceInOrderThoughItsNodeWasKilled() {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			federation.start();
			federation.awaitPhase(3);
			TestNode node = federation.node(1);
			assertThat(FederationContract.register(federation, "before").statusCode()).isEqualTo(201);
			Operator operator = operator(federation, node);
			assertThat(standpoint(operator, node)).matches("height=[1-9][0-9]*, time=@[0-9]+");

			federation.kill9(federation.node(3));
			federation.kill9(federation.node(4));
			List<String> locations = new ArrayList<>();
			for (int i = 0; i < WRITES; i++) {
				locations.add(queued(operator, node, "queued-" + i));
			}
			Awaitility.await("a read that says it is stale")
				.atMost(PATIENCE)
				.until(() -> standpoint(operator, node).endsWith(", stale"));
			assertThat(operator.get(node.https("/hypermesh/assets/before")).statusCode()).isEqualTo(200);
			assertThat(operator.get(node.https("/hypermesh/assets/queued-0")).statusCode()).isEqualTo(404);
			assertThat(states(operator, node)).hasSize(WRITES).allMatch(List.of("waiting", "signed")::contains);

			federation.kill9(node);
			long killed = System.nanoTime();
			federation.start();
			Operator again = operator(federation, node);
			Awaitility.await("the queue is empty")
				.ignoreException(UncheckedIOException.class)
				.atMost(PATIENCE.multipliedBy(2))
				.until(() -> operatorSees(again, node).path("waiting").asInt(-1) == 0);
			Figures.note("four processes: killed with " + WRITES + " writes queued → all executed",
					Duration.ofNanos(System.nanoTime() - killed));

			List<Long> heights = new ArrayList<>();
			for (String location : locations) {
				JsonNode entry = json(again.get(node.https(location)));
				assertThat(entry.path("state").asString()).as("%s: %s", location, entry).isEqualTo("executed");
				heights.add(entry.path("height").asLong());
			}
			assertThat(heights).isSorted().doesNotHaveDuplicates();
			FederationContract.awaitAsset(federation, federation.node(2), "queued-" + (WRITES - 1));
			assertThat(registered(federation, federation.node(2))).containsExactly("queued-0", "queued-1", "queued-2",
					"queued-3", "queued-4", "queued-5");
			Awaitility.await("a read that is not stale")
				.atMost(PATIENCE)
				.until(() -> !standpoint(again, node).contains("stale"));
		}
	}

	private static Operator operator(Processes federation, TestNode node) {
		Path certificate = node.home().resolve("operator/operator.pem");
		Awaitility.await(certificate.toString()).atMost(PATIENCE).until(() -> Files.exists(certificate));
		return Operator.of(federation.root(), node.home());
	}

	/** Where it waits. */
	private static String queued(Operator operator, TestNode node, String id) {
		HttpResponse<String> response = operator.postAsync(node.https("/hypermesh/assets"),
				"{\"id\":\"" + id + "\",\"kind\":\"service\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		assertThat(response.headers().firstValue("Preference-Applied")).hasValue("respond-async");
		return response.headers().firstValue("Location").orElseThrow();
	}

	private static String standpoint(Operator operator, TestNode node) {
		return operator.get(node.https("/hypermesh/assets")).headers().firstValue("Web3-Ledger").orElse("none");
	}

	private static JsonNode operatorSees(Operator operator, TestNode node) {
		return json(operator.get(node.https("/hypermesh/queue")));
	}

	private static List<String> states(Operator operator, TestNode node) {
		return operatorSees(operator, node).path("entries")
			.valueStream()
			.map(entry -> entry.path("state").asString())
			.toList();
	}

	/** In the order of the ledger. */
	private static List<String> registered(Processes federation, TestNode node) {
		return json(Operator.anonymous(federation.root()).get(node.https("/hypermesh/assets?limit=1000")))
			.path("assets")
			.valueStream()
			.map(asset -> asset.path("id").asString())
			.filter(id -> id.startsWith("queued-"))
			.toList();
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

}
