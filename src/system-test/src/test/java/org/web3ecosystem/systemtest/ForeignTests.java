package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

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
import org.web3ecosystem.systemtest.harness.Requests;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Two federations: one believes the other for its zone, and follows its root. */
@SystemTest
@TestMethodOrder(OrderAnnotation.class)
class ForeignTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String OPERATORS = "--web3.platform.operator-certificate=true";

	private static final String ZONE = "other.internal";

	private Path scratch;

	private TestFederation own;

	private TestFederation other;

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void bothWalkToPhase3() throws IOException {
		scratch = Scratch.directory(getClass());
		own = new OneProcess(Files.createDirectories(scratch.resolve("own")), OPERATORS);
		own.start();
		own.awaitPhase(3);
		// its ports are taken by now
		OneProcess second = new OneProcess(Files.createDirectories(scratch.resolve("other")), OPERATORS);
		other = second;
		second.init("other");
		other.start();
		other.awaitPhase(3);
	}

	@AfterAll
	void stop() {
		if (other != null) {
			other.close();
		}
		if (own != null) {
			own.close();
		}
	}

	@Test
	@Order(1)
	void aQuorumAdmitsAndEveryNodeBelievesForTheZoneAlone() throws Exception {
		String endpoint = other.node(1).https("/trustchain/bundle").toString();
		String pin = roots(other.node(1)).getFirst();
		Cli.operator(own.node(1))
			.refused("no root of SHA-256", "authority", "foreign", "add", "--domain=" + ZONE, "--endpoint=" + endpoint,
					"--pin=" + "0".repeat(64));
		Cli.operator(own.node(1))
			.refused("not apart from this federation's", "authority", "foreign", "add", "--domain=deep.local.internal",
					"--endpoint=" + endpoint, "--pin=" + pin);

		List<Boolean> decided = own.nodes()
			.subList(0, 3)
			.stream()
			.map(node -> Cli.operator(node)
				.ask("authority", "foreign", "add", "--domain=" + ZONE, "--endpoint=" + endpoint, "--pin=" + pin)
				.path("decided")
				.asBoolean())
			.toList();

		assertThat(decided).containsExactly(false, false, true);
		Awaitility.await("every node has its bundle")
			.atMost(PATIENCE)
			.until(() -> own.nodes().stream().allMatch(node -> foreign(node).path("roots").size() == 1));
		JsonNode peer = validate(own.node(4), other.node(1).home().resolve("operator/operator.pem"), "client");
		assertThat(peer.path("accepted").asBoolean()).as(peer.toString()).isTrue();
		JsonNode ours = validate(own.node(4), own.node(1).home().resolve("operator/operator.pem"), "client");
		assertThat(ours.path("reason").asString()).contains("no root in the bundle");
	}

	@Test
	@Order(2)
	void aRootThatFollowsIsPickedUpWhenAChainIsRefused() throws Exception {
		rotate();
		List<X509Certificate> issued = new Requests(other.node(1), Operator.of(other.root(), other.node(1).home()),
				scratch, ZONE)
			.issue();
		Path chain = Files.writeString(scratch.resolve("peer.pem"), pem(issued.subList(0, 2)));
		long sequence = foreign(own.node(2)).path("sequence").asLong();

		Awaitility.await("the new root is believed, once the pause is over")
			.atMost(PATIENCE)
			.pollInterval(Duration.ofSeconds(2))
			.until(() -> validate(own.node(2), chain, "server").path("accepted").asBoolean());

		assertThat(foreign(own.node(2)).path("roots").size()).isEqualTo(2);
		assertThat(foreign(own.node(2)).path("sequence").asLong()).isGreaterThan(sequence);
		assertThat(foreign(own.node(2)).path("pins").size()).as("what is pinned stays").isEqualTo(1);
	}

	@Test
	@Order(3)
	void aBundleThatCannotBeHadIsToldAndTheLastOneCounts() {
		other.kill9();
		Path peer = other.node(1).home().resolve("operator/operator.pem");

		assertThat(validate(own.node(3), peer, "client").path("accepted").asBoolean()).isTrue();
		validate(own.node(3), own.node(1).home().resolve("operator/operator.pem"), "client");
		Awaitility.await("it is told").atMost(PATIENCE).until(() -> {
			validate(own.node(3), own.node(1).home().resolve("operator/operator.pem"), "client");
			return foreign(own.node(3)).has("failure");
		});

		assertThat(own.node(3).get("/actuator/health/trustChain").body()).contains(ZONE);
		assertThat(json(own.node(3), "/actuator/metrics/web3.trustchain.foreign.failures").path("measurements")
			.path(0)
			.path("value")
			.asDouble()).isPositive();
		own.awaitPhase(3);
	}

	@Test
	@Order(4)
	void aQuorumRemovesAndNothingIsBelievedAnyMore() {
		List<Boolean> decided = own.nodes()
			.subList(1, 4)
			.stream()
			.map(node -> Cli.operator(node)
				.ask("authority", "foreign", "remove", "--domain=" + ZONE)
				.path("decided")
				.asBoolean())
			.toList();

		assertThat(decided).containsExactly(false, false, true);
		Awaitility.await("every node knows it")
			.atMost(PATIENCE)
			.until(() -> own.nodes()
				.stream()
				.allMatch(node -> json(node, "/trustchain/foreign").path("federations").isEmpty()));
		Cli.operator(own.node(1))
			.refused("is admitted", "authority", "foreign", "validate", "--domain=" + ZONE,
					"--chain=" + other.node(1).home().resolve("operator/operator.pem"));
	}

	private void rotate() {
		Path directory = other.directory();
		Path next = scratch.resolve("next-root");
		TestNode first = other.node(1);
		String passphrase = "--passphrase-file=" + directory.resolve("root-key.passphrase");
		Platform
			.run("authority", "root", "--home=" + first.home(), "--root-key=" + directory.resolve("root-key.p8"),
					passphrase, "--to=" + next)
			.successfully();
		other.nodes().subList(0, 3).forEach(node -> Cli.operator(node).ask("authority", "anchor", "--root=" + next));
		Awaitility.await("its endpoint shows both").atMost(PATIENCE).until(() -> roots(first).size() == 2);
		Platform.run("authority", "renew", "--home=" + first.home(), "--root=" + next, passphrase).successfully();
		Cli.operator(first).ask("authority", "install");
	}

	private static JsonNode validate(TestNode node, Path chain, String use) {
		return Cli.operator(node)
			.verdict("authority", "foreign", "validate", "--domain=" + ZONE, "--chain=" + chain, "--as=" + use);
	}

	private static JsonNode foreign(TestNode node) {
		return json(node, "/trustchain/foreign").path("federations").path(0);
	}

	private static List<String> roots(TestNode node) {
		return json(node, "/trustchain/authorities").path("authorities")
			.values()
			.stream()
			.filter(each -> each.path("name").asString().equals("root"))
			.map(each -> each.path("authority").asString())
			.toList();
	}

	private static String pem(List<X509Certificate> chain) {
		return chain.stream().map(ForeignTests::pem).collect(Collectors.joining());
	}

	private static String pem(X509Certificate certificate) {
		try {
			return "-----BEGIN CERTIFICATE-----\n"
					+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(certificate.getEncoded())
					+ "\n-----END CERTIFICATE-----\n";
		}
		catch (CertificateEncodingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static JsonNode json(TestNode node, String path) {
		return new JsonMapper().readTree(node.get(path).body());
	}

}
