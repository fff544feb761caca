package org.web3ecosystem.systemtest;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.web3ecosystem.systemtest.harness.Cli;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The drill: an intermediate's key is known to others. It is tainted, everything below it
 * replaced and then refused, and another installed, while the federation runs.
 */
@SystemTest
@TestMethodOrder(OrderAnnotation.class)
class RotationTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** Time for all to be replaced on a busy machine. */
	private static final Duration WITHIN = Duration.ofSeconds(60);

	private TestFederation federation;

	private TestNode first;

	private Map<String, Double> refusals;

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void walkToPhase3() {
		Path directory = Scratch.directory(getClass());
		federation = new OneProcess(directory, "--web3.platform.operator-certificate=true");
		federation.start();
		federation.awaitPhase(3);
		first = federation.node(1);
		refusals = refusals();
	}

	@AfterAll
	void stop() {
		if (federation != null) {
			federation.close();
		}
	}

	@Test
	@Order(1)
	void aTaintedIntermediateIsReplacedEverywhereBeforeItIsRefused() {
		String authority = issuing("node");
		assertThat(shownBy(first)).as("it issues for itself").contains("CN=node1 node CA");

		JsonNode said = Cli.operator(first)
			.ask("authority", "taint", "--authority=" + authority, "--within=" + WITHIN.toSeconds() + "s");

		assertThat(said.path("decided").asBoolean()).isTrue();
		Instant refusedFrom = Instant.parse(said.path("refusedFrom").asString());
		Awaitility.await("every node knows it")
			.atMost(PATIENCE)
			.until(() -> federation.nodes().stream().allMatch(node -> tainted(node).contains(authority)));
		Awaitility.await("others issue for the validator")
			.atMost(PATIENCE)
			.until(() -> !shownBy(first).contains("CN=node1 node CA") && shownBy(first).contains("verifies"));
		assertThat(Instant.now()).as("in time").isBefore(refusedFrom.plusSeconds(5));
		Awaitility.await("its time has come")
			.atMost(PATIENCE)
			.until(() -> Instant.now().isAfter(refusedFrom.plusSeconds(10)));
		federation.awaitPhase(3);
		federation.nodes()
			.forEach(node -> assertThat(shownBy(node)).contains("verifies").doesNotContain("CN=node1 node CA"));
		assertThat(refusals()).as("nobody was refused, on any node").isEqualTo(refusals);
	}

	@Test
	@Order(2)
	void aWriteIsOrderedAndWhoIsNoNodeGoesOn() {
		// what was in the operator's files is refused by now, and another is in them
		Operator operator = Operator.of(federation.root(), first.home());
		HttpResponse<String> asset = operator.post(first.https("/hypermesh/assets"), "application/json",
				"{\"id\":\"after-the-taint\",\"kind\":\"service\",\"description\":\"\"}");

		assertThat(asset.statusCode()).as(asset.body()).isEqualTo(201);
		assertThat(json(first, "/actuator/health/trustChain").path("status").asString()).isNotEqualTo("UP");
	}

	@Test
	@Order(3)
	void newIntermediatesAreMadeWithTheRootKeyAndInstalledWhileItRuns() throws Exception {
		String before = issuing("node");
		Path directory = federation.directory();
		Cli.operator(first).refused("nothing to install", "authority", "install");
		Program renew = Platform.run("authority", "renew", "--home=" + first.home(),
				"--root-key=" + directory.resolve("root-key.p8"),
				"--passphrase-file=" + directory.resolve("root-key.passphrase"));
		assertThat(renew.successfully()).contains("new intermediates for node1 wait in");

		JsonNode installed = Cli.operator(first).ask("authority", "install");

		assertThat(installed.path("authorities").values().stream().map(each -> each.path("state").asString()))
			.containsExactly("anchor", "issuing", "issuing", "former", "former");
		assertThat(issuing("node")).isNotEqualTo(before);
		Awaitility.await("it is well again")
			.atMost(PATIENCE)
			.until(() -> json(first, "/actuator/health/trustChain").path("status").asString().equals("UP"));
		String key = Files.readString(first.home().resolve("trustchain/node-ca.pem"));
		assertThat(key).isNotEqualTo(Files.readString(newestFormer().resolve("node-ca.pem")));
		assertThat(refusals()).isEqualTo(refusals);
	}

	@Test
	@Order(4)
	void aRootIsFollowedByAnotherAndThenTainted() throws Exception {
		Path directory = federation.directory();
		Path next = directory.resolveSibling("next-root");
		String passphrase = "--passphrase-file=" + directory.resolve("root-key.passphrase");
		assertThat(Platform
			.run("authority", "root", "--home=" + first.home(), "--root-key=" + directory.resolve("root-key.p8"),
					passphrase, "--to=" + next)
			.successfully()).contains("the next root of local is in");

		List<Boolean> decided = federation.nodes()
			.subList(0, 3)
			.stream()
			.map(node -> Cli.operator(node).ask("authority", "anchor", "--root=" + next).path("decided").asBoolean())
			.toList();

		assertThat(decided).as("a quorum decides").containsExactly(false, false, true);
		Awaitility.await("every node knows it")
			.atMost(PATIENCE)
			.until(() -> federation.nodes().stream().allMatch(node -> roots(node).size() == 2));
		for (TestNode node : federation.nodes()) {
			Platform.run("authority", "renew", "--home=" + node.home(), "--root=" + next, passphrase).successfully();
			Cli.operator(node).ask("authority", "install");
		}
		String root = roots(first).getFirst();
		JsonNode said = Cli.operator(federation.node(2))
			.ask("authority", "taint", "--authority=" + root, "--validator=root",
					"--within=" + WITHIN.toSeconds() + "s");
		assertThat(said.path("decided").asBoolean()).as("one alone taints no root").isFalse();
		said = Cli.operator(first)
			.ask("authority", "taint", "--authority=" + root, "--validator=root",
					"--within=" + WITHIN.toSeconds() + "s");
		Instant refusedFrom = Instant.parse(said.path("refusedFrom").asString());
		Awaitility.await("its time has come")
			.atMost(PATIENCE)
			.until(() -> Instant.now().isAfter(refusedFrom.plusSeconds(10)));
		federation.awaitPhase(3);
		federation.nodes().forEach(node -> assertThat(shownBy(node)).contains("verifies"));
		assertThat(refusals()).as("nobody was refused, on any node").isEqualTo(refusals);
		// who knows only the first root is led by what is shown
		assertThat(Cli.operator(first).ask("authority", "list").path("tainted").size()).isEqualTo(2);
		assertThat(Operator.anonymous(federation.root()).get(first.https("/trustchain/bundle")).body())
			.isEqualTo(federation.node(3).get("/trustchain/bundle").body())
			.contains("\"spiffe_sequence\":3");
	}

	private static List<String> roots(TestNode node) {
		return json(node, "/trustchain/authorities").path("authorities")
			.values()
			.stream()
			.filter(each -> each.path("name").asString().equals("root"))
			.map(each -> each.path("authority").asString())
			.toList();
	}

	private Path newestFormer() throws Exception {
		try (Stream<Path> all = Files.list(first.home().resolve("trustchain/former"))) {
			return all.max(Path::compareTo).orElseThrow();
		}
	}

	private String issuing(String kind) {
		return json(first, "/trustchain/authorities").path("authorities")
			.values()
			.stream()
			.filter(each -> List.of("issuing", "tainted").contains(each.path("state").asString()))
			.filter(each -> each.path("name").asString().startsWith(kind))
			.map(each -> each.path("authority").asString())
			.findFirst()
			.orElseThrow();
	}

	private static List<String> tainted(TestNode node) {
		return json(node, "/trustchain/authorities").path("tainted")
			.values()
			.stream()
			.map(each -> each.path("authority").asString())
			.toList();
	}

	/** What the criterion says of the certificate that the node shows. */
	private static String shownBy(TestNode node) {
		return node.get("/actuator/health/to-phase-2").body();
	}

	private Map<String, Double> refusals() {
		return federation.nodes()
			.stream()
			.flatMap(node -> Stream.of("tls", "hello", "certificate", "wrong_peer")
				.map(reason -> Map.entry(node + " " + reason,
						json(node, "/actuator/metrics/web3.stoq.refusals?tag=reason:" + reason).path("measurements")
							.path(0)
							.path("value")
							.asDouble())))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private static JsonNode json(TestNode node, String path) {
		return new JsonMapper().readTree(node.get(path).body());
	}

}
