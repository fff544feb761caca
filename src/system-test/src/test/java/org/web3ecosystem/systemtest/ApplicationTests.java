package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The examples of the documents: applications that are not ours, run as users do. */
@SystemTest
class ApplicationTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String WEB = "web." + FederationContract.ZONE;

	private static final String FAR = "far." + FederationContract.ZONE;

	/**
	 * It has no ledger; the validators are asked over STOQ. A client that trusts the root
	 * and nothing else reaches it.
	 */
	@Test
	void theShopHasACertificateAndFindsTheZonesNames() throws IOException {
		Path directory = Scratch.directory(getClass());
		try (Processes federation = new Processes(directory)) {
			federation.start();
			federation.awaitPhase(3);
			register(federation, WEB, "A 127.0.0.1");
			register(federation, FAR, "A 192.0.2.5");
			assertThatExceptionOfType(UnknownHostException.class).as("to others")
				.isThrownBy(() -> InetAddress.getByName(FAR));
			Path home = directory.resolve("shop");
			String token = Platform.run("token", "create", "--home=" + federation.node(1).home(), "--ttl=15m")
				.successfully()
				.strip();
			int offset = federation.ports().offset() + 400;
			Platform.run("join", "--token=" + token, "--home=" + home, "--name=shop", "--port-offset=" + offset)
				.successfully();
			TestNode shop = federation.joined("shop", home, 5);

			federation.start(shop,
					Platform.example("shop",
							List.of("--web3.node.home=" + home, "--server.port=" + shop.https("").getPort(),
									"--shop.warehouse=http://" + WEB + ":" + federation.node(1).http("").getPort())));

			Operator client = Operator.anonymous(federation.root());
			Awaitility.await("a shop that answers; see " + shop.log())
				.atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> !federation.isRunning(shop)
						|| said(client, shop.https("/addresses/" + FAR)).equals("[\"192.0.2.5\"]"));
			assertThat(federation.isRunning(shop)).as("see %s", shop.log()).isTrue();
			assertThat(said(client, shop.https("/addresses/nobody." + FederationContract.ZONE))).isEqualTo("[]");
			assertThat(said(client, shop.https("/warehouse"))).contains("\"status\":\"UP\"");
			assertThat(said(client, shop.https("/actuator/health/serverCertificate"))).contains("\"status\":\"UP\"",
					"\"notAfter\"");
			assertThat(client.post(shop.https("/trustchain/tokens"), "application/json", "").statusCode())
				.as("what an operator may is on no port that nobody guards")
				.isEqualTo(404);
		}
	}

	@Test
	void twoGreetEachOtherOverStoq() throws IOException {
		Path directory = Scratch.directory(getClass());
		try (Processes pair = new Processes(directory, 2)) {
			for (TestNode node : pair.nodes()) {
				pair.start(node, Platform.example("greeting",
						List.of("--web3.node.home=" + node.home(), "--server.port=" + node.http("").getPort())));
			}

			greeted(pair, 1, "/greetings/node2", "hello node1, this is node2");
			greeted(pair, 2, "/greetings/node1", "hello node2, this is node1");
			assertThat(pair.node(1).get("/greetings/node3").statusCode()).isEqualTo(404);
			assertThat(pair.node(1).get("/actuator/health/stoq").body()).contains("\"status\":\"UP\"");
		}
	}

	private static void greeted(Processes pair, int number, String path, String answer) {
		TestNode node = pair.node(number);
		Awaitility.await("an answer; see " + node.log())
			.atMost(PATIENCE)
			.ignoreExceptionsMatching(AssertionError.class::isInstance)
			.until(() -> !pair.isRunning(node) || node.get(path).body().equals(answer));
		assertThat(pair.isRunning(node)).as("see %s", node.log()).isTrue();
	}

	private static String said(Operator client, URI uri) {
		return client.get(uri).body();
	}

	private static void register(Processes federation, String name, String record) {
		TestNode first = federation.node(1);
		Awaitility.await("an operator")
			.atMost(PATIENCE)
			.until(() -> Files.exists(first.home().resolve("operator/operator.pem")));
		HttpResponse<String> done = Operator.of(federation.root(), first.home())
			.put(first.https("/hypermesh/names/" + name), "application/json",
					("{\"records\": [\"" + record + "\"]}").getBytes(StandardCharsets.UTF_8));
		assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
	}

}
