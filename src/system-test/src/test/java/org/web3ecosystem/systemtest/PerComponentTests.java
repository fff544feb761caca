package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.systemtest.FederationContract.ZONE;
import static org.web3ecosystem.systemtest.FederationContract.json;
import static org.web3ecosystem.systemtest.FederationContract.state;

/**
 * Three whole validators, and one whose components are served by four processes, as the
 * guide says it.
 */
@SystemTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PerComponentTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** What has no terminal of its own. */
	private static final Pattern BLOCK = Pattern.compile("^```\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern PROFILE = Pattern
		.compile("platform node --spring\\.profiles\\.active=(\\w+) --web3\\.node\\.home=data/four/(\\w+)");

	private Processes federation;

	private List<String> blocks;

	/** Node 4 as it agrees. */
	private TestNode ledger;

	private TestNode names;

	private TestNode packages;

	private TestNode money;

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void walkToPhase3() throws IOException {
		String guide = Files.readString(Path.of(System.getProperty("web3.root"), "src/docs/guide/per-component.md"));
		federation = new Processes(Scratch.directory(getClass()));
		federation.giveEveryNodeAnOperator();
		ledger = federation.node(4);
		names = process("names", 5);
		packages = process("packages", 6);
		money = process("money", 7);
		Map<String, String> profiles = PROFILE.matcher(guide)
			.results()
			.collect(Collectors.toMap((MatchResult match) -> match.group(2), match -> match.group(1)));
		assertThat(profiles).containsOnlyKeys("node4", "names", "packages", "money");
		split().forEach(node -> federation.set(node, "--spring.profiles.active=" + profiles.get(node.name())));
		blocks = BLOCK.matcher(guide).results().map(match -> match.group(1)).toList();

		federation.start();
		run(blocks.get(0));
		long begun = System.nanoTime();
		members().forEach(federation::start);
		run(blocks.get(1));
		Figures.note("a process per component: three members started → all in phase 3",
				Duration.ofNanos(System.nanoTime() - begun));
		federation.awaitPhase(3);
		awaitOperator(packages);
		awaitOperator(money);
		told(packages);
		told(money);
		run(blocks.get(2));
	}

	private TestNode process(String name, int number) {
		return federation.joined(name, federation.directory().resolve(name), number);
	}

	private List<TestNode> members() {
		return List.of(names, packages, money);
	}

	private Stream<TestNode> split() {
		return Stream.concat(Stream.of(ledger), members().stream());
	}

	private static void awaitOperator(TestNode node) {
		Path certificate = node.home().resolve("operator/operator.pem");
		Awaitility.await(certificate.toString()).atMost(PATIENCE).until(() -> Files.exists(certificate));
	}

	/** The guide has the ports of nodes that are alone on their machine. */
	private void run(String block) {
		int offset = federation.ports().offset();
		String here = Pattern.compile("(-p |127\\.0\\.0\\.1:|offset=|')(\\d{3,4})\\b")
			.matcher(block.replace("data/four", federation.directory().toString()))
			.replaceAll(match -> match.group(1) + (Integer.parseInt(match.group(2)) + offset));
		String platform = Platform.quick(320, List.of())
			.stream()
			.map(word -> "'" + word + "'")
			.collect(Collectors.joining(" "));
		Peer.DIG.require();
		Peer.CURL.require();
		Program
			.run(List.of("bash", "-c", "set -eu -o pipefail\nplatform() { " + platform + " \"$@\"; }\n" + here),
					federation.directory().getParent(), Map.of(), PATIENCE)
			.successfully();
	}

	private String dig(TestNode node, String... asked) {
		return Peer.DIG
			.run(Stream
				.concat(Stream.of("@127.0.0.1", "-p", Integer.toString(node.ports().dns()), "+short"), Stream.of(asked))
				.toArray(String[]::new))
			.successfully();
	}

	private void told(TestNode node) {
		String service = node.equals(packages) ? "_catalog._tcp." : "_caesar._tcp.";
		Awaitility.await(service + " is told")
			.atMost(PATIENCE)
			.until(() -> dig(names, service + ZONE, "SRV")
				.contains(node.ports().https() + " " + node.name() + ".node."));
	}

	@AfterAll
	void stop() {
		if (federation != null) {
			federation.close();
		}
	}

	@Test
	@Order(1)
	void eachProcessServesItsComponentAndSaysOfTheOthersWhoDoes() {
		Map<TestNode, String> own = Map.of(ledger, "/hypermesh/assets", names, "/trustchain/root.pem", packages,
				"/catalog/packages", money, "/caesar/stake");
		Map<String, String> rooms = Map.of("hypermesh", "/hypermesh/assets", "trustchain", "/trustchain/root.pem",
				"catalog", "/catalog/packages", "caesar", "/caesar/stake");
		split().forEach(node -> rooms.forEach((component, path) -> {
			var reply = node.get(path);
			if (path.equals(own.get(node))) {
				assertThat(reply.statusCode()).as("%s of %s", path, node).isEqualTo(200);
				return;
			}
			assertThat(reply.statusCode()).as("%s of %s", path, node).isEqualTo(404);
			JsonNode problem = json(reply.body());
			assertThat(problem.path("type").asString()).isEqualTo("urn:web3:unserved");
			assertThat(problem.path("component").asString()).isEqualTo(component);
			assertThat(problem.path("service").asString()).isEqualTo("_" + component + "._tcp." + ZONE);
		}));
		assertThat(federation.node(1).get("/nothing").body()).doesNotContain("unserved");
		split()
			.forEach(node -> assertThat(state(node).path("validators").path("n").asInt()).as("%s", node).isEqualTo(4));
	}

	@Test
	@Order(2)
	void namesAreSignedByAProcessThatHasNoKeysForIt() throws IOException {
		Path anchors = federation.directory().resolve("anchors.conf");
		Files.writeString(anchors, federation.node(1).get("/trustchain/zone/anchors?format=bind").body());
		assertThat(names.home().resolve("trustchain/zone-keys")).doesNotExist();
		assertThat(dig(names, "node4.node." + ZONE, "A")).contains("127.0.0.1");
		for (String asked : List.of(ZONE + " SOA", ZONE + " DNSKEY", "node4.node." + ZONE + " A",
				"_catalog._tcp." + ZONE + " SRV")) {
			assertThat(delv(names, anchors, asked)).as(asked).contains("; fully validated");
		}
		assertThat(delv(names, anchors, "nobody." + ZONE + " A")).contains("; negative response, fully validated");
		assertThat(Program
			.run(List.of("dig", "@127.0.0.1", "-p", Integer.toString(ledger.ports().dns()), "+tries=1", "+time=1", ZONE,
					"SOA"))
			.exit()).as("nobody listens there").isNotZero();
	}

	private static String delv(TestNode node, Path anchors, String asked) {
		String[] words = asked.split(" ");
		Program delv = Peer.DELV.run("@127.0.0.1", "-p", Integer.toString(node.ports().dns()), "-a", anchors.toString(),
				"+root=" + ZONE, words[0], words[1]);
		return delv.out() + delv.err();
	}

	@Test
	@Order(3)
	void aPackageOfOneProcessIsPaidForAtAnotherAndFetchedElsewhere() throws GeneralSecurityException {
		Operator operator = Operator.of(federation.root(), packages.home());
		byte[] blob = new byte[70_000];
		new Random(7).nextBytes(blob);
		String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
		run(blocks.get(3));
		Awaitility.await("another process shows its money")
			.atMost(PATIENCE)
			.until(() -> json(money.get("/caesar/accounts/" + packages.id().substring(0, 32)).body()).path("balance")
				.asLong() >= 900_000);
		assertThat(
				operator.put(packages.https("/catalog/blobs/" + digest), "application/octet-stream", blob).statusCode())
			.isBetween(200, 201);
		HttpResponse<String> published = operator.post(packages.https("/catalog/packages"), "application/json", """
				{"name": "split", "version": "1.0.0", "description": "a tool", "keywords": [], "dependencies": {},
				 "blobs": [{"path": "tool.bin", "digest": "%s", "mediaType": "application/octet-stream"}]}"""
			.formatted(digest));
		assertThat(published.statusCode()).as(published.body()).isEqualTo(201);

		TestNode whole = federation.node(2);
		Operator reader = Operator.anonymous(federation.root());
		Awaitility.await("a whole node gives the blob")
			.atMost(PATIENCE)
			.until(() -> reader.get(whole.https("/catalog/packages/split/1.0.0/blobs/" + digest)).statusCode() == 200);
		assertThat(
				json(operator.get(packages.https("/catalog/packages/split/1.0.0")).body()).path("version").asString())
			.isEqualTo("1.0.0");
	}

	@Test
	@Order(4)
	void oneProcessIsKilledAndTheOthersGoOn() {
		federation.kill9(packages);

		assertThat(FederationContract.register(federation, "while-it-is-away").statusCode()).isIn(200, 201, 202);
		assertThat(dig(names, "node1.node." + ZONE, "A")).contains("127.0.0.1");
		assertThat(ledger.get("/hypermesh/assets").statusCode()).isEqualTo(200);
		assertThat(money.get("/caesar/stake").statusCode()).isEqualTo(200);
		assertThat(federation.node(3).get("/catalog/packages").statusCode()).isEqualTo(200);
		Stream.of(ledger, names, money)
			.forEach(node -> assertThat(state(node).path("phase").asInt()).as("%s", node).isEqualTo(3));
		federation.start(packages);
		packages.awaitPhase(3, PATIENCE);
		assertThat(packages.get("/catalog/packages").body()).contains("split");
	}

	@Test
	@Order(5)
	void theOrderOfStartsDoesNotMatter() {
		split().forEach(federation::kill9);
		federation.nodes().forEach(federation::kill9);
		members().forEach(federation::start);
		packages.await("says what it waits for", PATIENCE,
				state -> state.path("components").toString().contains("waits for SOA over STOQ from a validator"));
		federation.start();

		federation.awaitPhase(3);
		members().forEach(node -> node.awaitPhase(3, PATIENCE));
	}

	@Test
	@Order(6)
	void aValidatorThatDoesNotServeTheLedgerDoesNotStart() {
		Path alone = federation.directory().resolveSibling("alone");
		Platform
			.run("init", "--validators=1", "--dir=" + alone, "--port-offset=" + (federation.ports().offset() + 1000))
			.successfully();

		Program refused = Platform.run("node", "--spring.profiles.active=catalog",
				"--web3.node.home=" + alone.resolve("node1"));

		assertThat(refused.exit()).isPositive();
		assertThat(refused.out() + refused.err())
			.contains("web3.hypermesh.serve is true on a validator, which node1 is by the genesis document")
			.doesNotContain("\tat ");
	}

}
