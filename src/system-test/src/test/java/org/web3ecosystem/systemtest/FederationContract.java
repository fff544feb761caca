package org.web3ecosystem.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Certspotter;
import org.web3ecosystem.systemtest.harness.CtLog;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.QuicGo;
import org.web3ecosystem.systemtest.harness.Reach.Reply;
import org.web3ecosystem.systemtest.harness.Requests;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation.Milestone;
import org.web3ecosystem.systemtest.harness.TestFederation.Reached;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What anybody may rely on, the same for every way of running four nodes. The federation
 * is started once and walked to phase 3; tests leave it there.
 */
@SystemTest
abstract class FederationContract {

	static final String ZONE = "local.internal";

	/** As everywhere: a loaded machine is slow, and not wrong. */
	static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final JsonMapper JSON = new JsonMapper();

	private static final int UNAVAILABLE = 503;

	private final CompletableFuture<Set<String>> events = new CompletableFuture<>();

	private TestFederation federation;

	private Map<Milestone, Reached> milestones;

	abstract TestFederation found(Path directory);

	/** What this way of running is to reach, on a quiet machine. */
	Map<Milestone, String> goals() {
		return Map.of();
	}

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void walkToPhase3() throws IOException {
		long begun = System.nanoTime();
		federation = found(Scratch.directory(getClass()));
		Figures.note(federation + ": founded", Duration.ofNanos(System.nanoTime() - begun));
		federation.start();
		Thread.ofVirtual().start(() -> listenToEvents(federation.node(1)));
		milestones = federation.awaitPhase(3);
		milestones.forEach((milestone, took) -> Figures.note(federation + ": start → all in " + milestone,
				took.toString(), goals().getOrDefault(milestone, "")));
		Path key = federation.node(1).home().resolve("operator/operator.pem");
		Awaitility.await(key.toString()).atMost(PATIENCE).until(() -> Files.exists(key));
		Figures.note(federation + ": peak memory", federation.peakKilobytes() / 1024 + " MiB");
	}

	@AfterAll
	void stop() {
		if (federation != null) {
			try {
				Figures.note(federation + ": SIGTERM → ended", federation.stop());
			}
			finally {
				federation.close();
			}
		}
	}

	TestFederation federation() {
		return federation;
	}

	@Test
	void everyNodeEntersThePhasesInOrder() {
		for (TestNode node : federation.nodes()) {
			JsonNode phases = state(node).path("phases");
			assertThat(phases.values()).as("%s", node)
				.hasSize(4)
				.extracting(phase -> phase.path("phase").asInt())
				.containsExactly(0, 1, 2, 3);
			assertThat(phases.values()).as("%s", node)
				.extracting(phase -> phase.path("enteredAt").asString())
				.isSorted()
				.doesNotContain("");
			assertThat(node.walk()).as("phases seen of %s", node).filteredOn(phase -> phase >= 0).isSorted();
		}
	}

	@Test
	void theStateOfANodeHasEveryField() {
		for (TestNode node : federation.nodes()) {
			JsonNode state = state(node);
			assertThat(state.path("phase").isInt()).isTrue();
			assertThat(state.path("complete").isBoolean()).isTrue();
			assertThat(state.path("term").asLong()).isGreaterThanOrEqualTo(3);
			assertThat(state.path("epoch").asLong(-1)).isZero();
			assertThat(state.path("chainId").asString()).matches("local-[0-9a-f]{16}");
			assertThat(state.path("federation").asString()).isEqualTo("local");
			assertThat(state.path("node").asString()).matches("[0-9a-f]{64}");
			assertThat(state.path("oneFailureDomain").isBoolean()).isTrue();
			assertThat(state.path("validators").path("n").asInt()).isEqualTo(4);
			assertThat(state.path("validators").path("f").asInt()).isEqualTo(1);
			assertThat(state.path("validators").path("quorum").asInt()).isEqualTo(3);
			assertThat(state.path("since").isMissingNode()).isFalse();
			for (String duration : List.of("elapsedMs", "totalMs", "dependencyResolutionMs")) {
				assertThat(state.path(duration).isNumber()).as(duration).isTrue();
			}
			for (JsonNode phase : state.path("phases").values()) {
				assertThat(phase.propertyNames()).contains("phase", "name", "enteredAt", "durationMs", "deadlineMs");
			}
			assertThat(state.path("fallbacks").isArray()).isTrue();
		}
	}

	@Test
	void theTwelveGatesSayWhatTheySaw() {
		for (TestNode node : federation.nodes()) {
			JsonNode gates = state(node).path("gates");
			assertThat(gates.values()).extracting(gate -> gate.path("to").asString() + "/" + gate.path("id").asString())
				.containsExactlyInAnyOrder("1/all-services-started", "1/basic-connectivity", "1/health-checks",
						"2/certificates-active", "2/transport-secured", "2/discovery-operational", "3/consensus-active",
						"3/byzantine-detection", "3/federation-endpoints", "complete/advanced-features",
						"complete/performance-targets", "complete/no-fallback");
			for (JsonNode gate : gates.values()) {
				assertThat(gate.path("status").asString()).isIn("UP", "DOWN", "UNKNOWN");
				assertThat(gate.path("criterion").asString()).isNotBlank();
				assertThat(gate.path("reason").asString()).as("reason of %s", gate.path("id")).isNotBlank();
			}
		}
	}

	@Test
	void theFiveComponentsSayHowTheyAre() {
		for (TestNode node : federation.nodes()) {
			JsonNode components = state(node).path("components");
			assertThat(components.values()).extracting(component -> component.path("name").asString())
				.containsExactlyInAnyOrder("stoq", "trustchain", "hypermesh", "catalog", "caesar");
			for (JsonNode component : components.values()) {
				assertThat(component.propertyNames()).contains("name", "phase", "status", "ready", "uptimeMs",
						"lastCheck", "startupMs", "lastTransition", "errorCount", "waitingFor");
			}
		}
	}

	@Test
	void allNodesAreOfOneChainAndEachIsItself() {
		assertThat(federation.nodes()).extracting(node -> state(node).path("chainId").asString())
			.containsOnly(state(federation.node(1)).path("chainId").asString());
		assertThat(federation.nodes()).extracting(node -> state(node).path("node").asString()).doesNotHaveDuplicates();
	}

	@Test
	void anybodyCanJudgeTheLogByRfc6962() throws IOException {
		Peer.OPENSSL.require();
		TestNode node = federation.node(1);
		CtLog log = new CtLog(path -> node.get(path).body());
		CtLog.TreeHead before = log.treeHead();
		List<X509Certificate> issued = requests(node).issue();
		CtLog.TreeHead after = log.treeHead();

		assertThat(after.size()).isGreaterThan(before.size());
		log.requireConsistent(before, after);
		long index = log.requireLogged(issued.getFirst(), issued.getLast(), after);
		assertThat(log.entries(after)).hasSize((int) after.size());
		assertThat(index).isGreaterThanOrEqualTo(before.size());
		Path leaf = Scratch.directory(getClass()).resolve("logged.der");
		Files.write(leaf, encoded(issued.getFirst()));
		String text = Peer.OPENSSL.run("x509", "-inform", "DER", "-in", leaf.toString(), "-noout", "-text")
			.successfully();
		assertThat(text.replaceAll("\\s", "")).contains("CTPrecertificateSCTs")
			.contains("LogID:" + HexFormat.ofDelimiter(":").withUpperCase().formatHex(log.id()));
	}

	@Test
	void certspotterFollowsTheLogAndTellsWhatIsIssued() throws IOException {
		Peer.OPENSSL.require();
		TestNode node = federation.node(1);
		Path directory = Scratch.directory(getClass()).resolve("certspotter");
		try (Certspotter spotter = Certspotter.follow(node.get("/ct/log.v3.json").body(), ZONE, federation.root(),
				directory)) {
			requests(node).issue();
			spotter.await("tells of it", PATIENCE, told -> told.contains("www.node1.node." + ZONE));
			long size = JSON.readTree(node.get("/ct/v1/get-sth").body()).path("tree_size").asLong();
			spotter.await("has verified the tree", PATIENCE,
					told -> spotter.verified() > 0 && spotter.verified() <= size);
		}
	}

	private Requests requests(TestNode node) throws IOException {
		return new Requests(node, Operator.of(federation.root(), node.home()),
				Files.createDirectories(Scratch.directory(getClass()).resolve("requests")));
	}

	private static byte[] encoded(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (CertificateEncodingException impossible) {
			throw new AssertionError(impossible);
		}
	}

	@Test
	void completeWaitsForWhatIsNotBuiltByName() {
		JsonNode state = state(federation.node(1));
		if (!state.path("complete").asBoolean()) {
			assertThat(state.path("gates").values()).filteredOn(gate -> gate.path("to").asString().equals("complete"))
				.anySatisfy(gate -> {
					assertThat(gate.path("status").asString()).isNotEqualTo("UP");
					assertThat(gate.path("reason").asString()).isNotBlank();
				});
		}
	}

	@Test
	void everyNodeHasVerifiedTheFalconSignaturesOfTheOthers() {
		for (TestNode node : federation().nodes()) {
			JsonNode seen = node.await("all verified", PATIENCE,
					state -> stoq(state).path("falconVerified").asInt() == 3
							&& stoq(state).path("falconUnverified").isEmpty());
			assertThat(stoq(seen).path("falcon").asString()).isEqualTo("required");
		}
	}

	private static JsonNode stoq(JsonNode state) {
		return state.path("components")
			.values()
			.stream()
			.filter(component -> component.path("name").asString().equals("stoq"))
			.findFirst()
			.orElseThrow()
			.path("details");
	}

	@Test
	void whoShowsNoFalconSignatureIsRefusedWhoeverItIs() {
		String answer = QuicGo.asNode(federation().node(4), federation().node(1));
		assertThat(answer).startsWith("refused as falcon by ").endsWith("yours is missing");
	}

	@Test
	void healthGroupsAnswer() {
		for (TestNode node : federation.nodes()) {
			for (String group : List.of("readiness", "liveness", "to-phase-1", "to-phase-2", "to-phase-3")) {
				Reply response = node.get("/actuator/health/" + group);
				assertThat(response.statusCode()).as("%s of %s: %s", group, node, response.body()).isEqualTo(200);
				assertThat(json(response.body()).path("status").asString()).isEqualTo("UP");
			}
			Reply complete = node.get("/actuator/health/to-complete");
			assertThat(complete.statusCode()).isIn(200, 503);
			assertThat(json(complete.body()).path("status").asString()).isNotBlank();
		}
	}

	@Test
	void changesAreStreamed() throws Exception {
		assertThat(events.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("lines seen of the event stream")
			.anyMatch(line -> line.startsWith("data:") && line.contains("{"));
	}

	@Test
	void metricsAreForPrometheus() {
		assertThat(federation.node(1).get("/actuator/prometheus").body()).contains("# TYPE").contains("bootstrap");
	}

	@Test
	void theRootCertificateIsServed() throws IOException {
		for (TestNode node : federation.nodes()) {
			Reply response = node.get("/trustchain/root.pem");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body().strip()).isEqualTo(Files.readString(federation.root()).strip());
		}
	}

	@Test
	void anUnknownPathIsAProblemDocument() {
		HttpResponse<String> response = Operator.anonymous(federation.root())
			.get(federation.node(1).https("/hypermesh/assets/there-is-no-such-asset"));
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("content-type")).get().asString().contains("application/problem+json");
		assertThat(json(response.body()).path("status").asInt()).isEqualTo(404);
	}

	@Test
	void whereThereIsIpv6EveryPortIsReachedOverIt() throws IOException {
		InetAddress ipv6 = InetAddress.ofLiteral("::1");
		assumeTrue(isHere(ipv6), "this machine has no IPv6");
		for (TestNode node : federation.nodes()) {
			assertThat(dig(node, "node2.node." + ZONE, "AAAA")).as("%s", node).isEqualTo("::1");
			String port = Integer.toString(node.ports().dns());
			for (String protocol : List.of("+notcp", "+tcp")) {
				assertThat(Peer.DIG.run("@::1", "-p", port, protocol, "+short", ZONE, "SOA").successfully())
					.as("%s %s", node, protocol)
					.contains(ZONE);
			}
			for (int web : List.of(node.ports().http(), node.ports().https())) {
				try (Socket client = new Socket(ipv6, web)) {
					assertThat(client.isConnected()).isTrue();
				}
			}
		}
	}

	@Test
	void everyNodeAnswersForTheZone() {
		for (TestNode node : federation.nodes()) {
			assertThat(dig(node, ZONE, "SOA")).as("%s", node).contains(ZONE);
			assertThat(dig(node, "node2.node." + ZONE, "A")).isEqualTo("127.0.0.1");
			assertThat(dig(node, "NODE3.Node." + ZONE.toUpperCase(Locale.ROOT), "A")).isEqualTo("127.0.0.1");
			String services = dig(node, "_stoq._udp." + ZONE, "SRV");
			assertThat(services.lines()).as("%s", node).hasSize(4);
			for (TestNode other : federation.nodes()) {
				assertThat(services).contains(other.ports().stoq() + " " + other.name() + ".node." + ZONE);
			}
			assertThat(dig(node, "+tcp", "_stoq._udp." + ZONE, "SRV").lines()).hasSize(4);
		}
	}

	@Test
	void aNameThatIsNotThereIsDeniedWithAuthority() {
		String answer = Peer.DIG
			.run("@127.0.0.1", "-p", Integer.toString(federation.node(1).ports().dns()), "nobody.node." + ZONE, "A")
			.successfully();
		assertThat(answer).contains("status: NXDOMAIN").containsPattern("flags: qr [^;]*\\baa\\b").contains("SOA");
	}

	/** Anchors of one node, and answers of another, whose keys they name too. */
	@Test
	void delvValidatesNamesAndDenialsUnderTheFederationsAnchors() throws IOException {
		Path anchors = Files.createTempFile(Scratch.directory(getClass()), "anchors", ".conf");
		Awaitility.await("keys of all four").atMost(PATIENCE).until(() -> {
			String told = federation.node(1).get("/trustchain/zone/anchors?format=bind").body();
			Files.writeString(anchors, told);
			return told.lines().filter(line -> line.contains("static-ds")).count() == 4;
		});
		for (TestNode node : federation.nodes()) {
			for (String record : List.of(ZONE + " SOA", ZONE + " NS", ZONE + " DNSKEY", "_stoq._udp." + ZONE + " SRV",
					"node2.node." + ZONE + " A")) {
				assertThat(delv(node, anchors, record)).as("%s %s", node, record)
					.contains("; fully validated")
					.doesNotContain("unsigned");
			}
			for (String denied : List.of("nobody.node." + ZONE + " A", "node2.node." + ZONE + " TXT",
					"node." + ZONE + " A")) {
				assertThat(delv(node, anchors, denied)).as("%s %s", node, denied)
					.contains("; negative response, fully validated");
			}
		}
	}

	@Test
	void delvTakesNothingUnderOtherAnchors() throws IOException {
		Path anchors = Files.createTempFile(Scratch.directory(getClass()), "other", ".conf");
		Files.writeString(anchors, "trust-anchors { " + ZONE + ". static-ds 4711 13 2 \"" + "00".repeat(32) + "\"; };");
		assertThat(delv(federation.node(1), anchors, ZONE + " SOA")).doesNotContain("fully validated")
			.contains("resolution failed");
	}

	private static String delv(TestNode node, Path anchors, String record) {
		String[] asked = record.split(" ");
		Program delv = Peer.DELV.run("@127.0.0.1", "-p", Integer.toString(node.ports().dns()), "-a", anchors.toString(),
				"+root=" + ZONE, asked[0], asked[1]);
		return delv.out() + delv.err();
	}

	@Test
	void kdigAsksOverHttpsAndChecksTheCertificate() {
		for (TestNode node : federation.nodes()) {
			for (String method : List.of("+https=/dns-query", "+https-get")) {
				String answer = Peer.KDIG
					.run("@127.0.0.1", "-p", Integer.toString(node.ports().https()), "+https", method,
							"+tls-ca=" + federation.root(), "+tls-hostname=localhost", "+short", "node2.node." + ZONE,
							"A")
					.successfully();
				assertThat(answer.strip()).as("%s %s", node, method).isEqualTo("127.0.0.1");
			}
		}
	}

	@Test
	void aClientWithACookieIsGivenOurs() {
		String answer = Peer.DIG
			.run("@127.0.0.1", "-p", Integer.toString(federation.node(1).ports().dns()), "+cookie=0011223344556677",
					ZONE, "SOA")
			.successfully();
		assertThat(answer).containsPattern("COOKIE: 001122334455667701000000[0-9a-f]{24} \\(good\\)");
	}

	@Test
	void opensslAcceptsTheHttpsPort() {
		for (TestNode node : federation.nodes()) {
			Program client = Peer.OPENSSL.run("s_client", "-connect", "localhost:" + node.ports().https(), "-CAfile",
					federation.root().toString(), "-verify_return_error", "-verify_hostname", "localhost");
			assertThat(client.out()).as("%s: %s", node, client.err()).contains("Verify return code: 0 (ok)");
		}
	}

	@Test
	void curlWithTheOperatorsCertificateRegistersAnAsset() {
		TestNode first = federation.node(1);
		String id = "printer-" + Long.toHexString(System.nanoTime());
		Path operator = first.home().resolve("operator");
		Program curl = Peer.CURL.run("-sS", "--fail-with-body", "--cacert", federation.root().toString(), "--cert",
				operator.resolve("operator.pem").toString(), "--key", operator.resolve("operator.key").toString(), "-H",
				"Content-Type: application/json", "-d", "{\"id\":\"" + id + "\",\"kind\":\"service\"}",
				first.https("/hypermesh/assets").toString());
		curl.successfully();
		everywhere(id);
		for (TestNode node : federation.nodes()) {
			Awaitility.await("the name of " + id + " at " + node)
				.atMost(PATIENCE)
				.until(() -> Peer.DIG
					.run("@127.0.0.1", "-p", Integer.toString(node.ports().dns()), id + ".asset." + ZONE, "ANY", "+tcp")
					.successfully()
					.contains("status: NOERROR"));
		}
	}

	@Test
	void aWriteIsSeenOnEveryNode() {
		String id = "disk-" + Long.toHexString(System.nanoTime());
		HttpResponse<String> response = register(federation, id);
		assertThat(response.statusCode()).as(response.body()).isIn(200, 201, 202);
		everywhere(id);
	}

	@Test
	void aWriteWithoutACertificateIsRefused() {
		Operator anyone = Operator.anonymous(federation.root());
		String id = "intruder-" + Long.toHexString(System.nanoTime());
		for (TestNode node : federation.nodes()) {
			HttpResponse<String> response = anyone.post(node.https("/hypermesh/assets"), "application/json",
					"{\"id\":\"" + id + "\",\"kind\":\"service\"}");
			assertThat(response.statusCode()).isIn(401, 403);
			assertThat(response.headers().firstValue("content-type")).get()
				.asString()
				.contains("application/problem+json");
			assertThat(anyone.get(node.https("/hypermesh/assets/" + id)).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void theOperatorOfOneNodeIsNobodyOnAnother() {
		Operator operator = Operator.of(federation.root(), federation.node(1).home());
		HttpResponse<String> response = operator.post(federation.node(2).https("/hypermesh/assets"), "application/json",
				"{\"id\":\"trespass\",\"kind\":\"service\"}");
		assertThat(response.statusCode()).isEqualTo(403);
	}

	@Test
	void aMalformedWriteIsRefusedByWhatIsWrong() {
		Operator operator = Operator.of(federation.root(), federation.node(1).home());
		for (String body : List.of("", "{", "[]", "{\"id\":\"Not A Label\",\"kind\":\"service\"}",
				"{\"id\":\"a\",\"kind\":\"spaceship\"}")) {
			HttpResponse<String> response = operator.post(federation.node(1).https("/hypermesh/assets"),
					"application/json", body);
			assertThat(response.statusCode()).as("%s: %s", body, response.body()).isBetween(400, 499);
			assertThat(response.headers().firstValue("content-type")).get()
				.asString()
				.contains("application/problem+json");
		}
	}

	@Test
	void theOperatorsKeyIsItsOwnersAlone() throws IOException {
		List<Path> keys = federation.nodes()
			.stream()
			.map(node -> node.home().resolve("operator/operator.key"))
			.filter(Files::exists)
			.toList();
		assertThat(keys).contains(federation.node(1).home().resolve("operator/operator.key"));
		for (Path key : keys) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
		}
	}

	@Test
	void statusAnswersByItsExitCode() {
		String url = federation.node(1).http("").toString();
		// a moment's fallback on a busy machine is degraded, and said
		Awaitility.await("status").atMost(PATIENCE).untilAsserted(() -> {
			Program ready = Platform.run("status", "--url=" + url, "--wait", "--for=phase=3", "--timeout=120s");
			assertThat(ready.exit()).as(ready.out() + ready.err()).isZero();
		});
		Program document = Platform.run("status", "--url=" + url, "--wait", "--for=phase=3", "--timeout=120s", "-o",
				"json");
		assertThat(json(document.out()).path("phase").asInt()).isEqualTo(3);
		if (!state(federation.node(1)).path("complete").asBoolean()) {
			assertThat(Platform.run("status", "--url=" + url, "--wait", "--for=complete", "--timeout=1s").exit())
				.isIn(1, 2);
		}
	}

	@Test
	void everyCertificateShownIsIssuedByAValidator() {
		Program shown = Peer.OPENSSL.run("s_client", "-connect", "localhost:" + federation.node(1).ports().https(),
				"-showcerts", "-CAfile", federation.root().toString());
		assertThat(shown.out().split("-----BEGIN CERTIFICATE-----")).as("leaf and intermediate")
			.hasSizeGreaterThanOrEqualTo(3);
		assertThat(shown.out()).contains("Verify return code: 0 (ok)");
	}

	/**
	 * Registers as the operator of node 1, again for as long as the node says that it
	 * cannot yet: just after a start its operator's certificate may still have to be
	 * ordered.
	 */
	static HttpResponse<String> register(TestFederation federation, String id) {
		return Awaitility.await("node 1 takes the registration of " + id)
			.atMost(PATIENCE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> registerOnce(federation, id), response -> response.statusCode() != UNAVAILABLE);
	}

	/** The same, whatever the node says. */
	static HttpResponse<String> registerOnce(TestFederation federation, String id) {
		TestNode first = federation.node(1);
		return Operator.of(federation.root(), first.home())
			.post(first.https("/hypermesh/assets"), "application/json", "{\"id\":\"" + id + "\",\"kind\":\"service\"}");
	}

	/** Waits until every node reads the asset. */
	void everywhere(String id) {
		federation.nodes().forEach(node -> awaitAsset(federation, node, id));
	}

	static void awaitAsset(TestFederation federation, TestNode node, String id) {
		Operator reader = Operator.anonymous(federation.root());
		Awaitility.await(id + " at " + node).ignoreException(UncheckedIOException.class).atMost(PATIENCE).until(() -> {
			HttpResponse<String> response = reader.get(node.https("/hypermesh/assets/" + id));
			return response.statusCode() == 200 && json(response.body()).path("id").asString().equals(id);
		});
	}

	static JsonNode state(TestNode node) {
		return node.bootstrap().orElseThrow(() -> new AssertionError(node + " does not answer"));
	}

	static JsonNode json(String text) {
		return JSON.readTree(text);
	}

	private static boolean isHere(InetAddress address) {
		try (ServerSocket anyPort = new ServerSocket(0, 1, address)) {
			return anyPort.isBound();
		}
		catch (IOException absent) {
			return false;
		}
	}

	private static String dig(TestNode node, String... query) {
		String[] arguments = new String[query.length + 5];
		arguments[0] = "@127.0.0.1";
		arguments[1] = "-p";
		arguments[2] = Integer.toString(node.ports().dns());
		arguments[3] = "+short";
		arguments[4] = "+norecurse";
		System.arraycopy(query, 0, arguments, 5, query.length);
		return Peer.DIG.run(arguments).successfully().strip();
	}

	/** Listens from the first moment on, so that there is something to hear. */
	private void listenToEvents(TestNode node) {
		Set<String> lines = new TreeSet<>();
		try (HttpClient client = HttpClient.newHttpClient()) {
			Awaitility.await().atMost(TestFederation.PATIENCE).until(() -> node.bootstrap().isPresent());
			HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(node.http("/bootstrap/events"))
				.header("Accept", "text/event-stream")
				.build(), HttpResponse.BodyHandlers.ofInputStream());
			try (BufferedReader reader = new BufferedReader(
					new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					lines.add(line);
					if (line.startsWith("data:")) {
						events.complete(lines);
						return;
					}
				}
			}
			events.complete(lines);
		}
		catch (IOException | RuntimeException failure) {
			events.completeExceptionally(failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
