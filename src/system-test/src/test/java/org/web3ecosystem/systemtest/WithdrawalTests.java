package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What a node serves is answered for as long as the node is there. */
@SystemTest
class WithdrawalTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/**
	 * The goal is 5 s, and the figure says how long it took; a busy machine is given
	 * more.
	 */
	private static final Duration BUSY = Duration.ofSeconds(20);

	private static final String ASSET = "printer.asset." + FederationContract.ZONE;

	private static final String WEB = "web." + FederationContract.ZONE;

	@Test
	void recordsOfAKilledNodeAreWithdrawnAndComeBackWithIt() {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode second = federation.node(2);
			Awaitility.await("node 2 has an operator")
				.atMost(PATIENCE)
				.until(() -> Files.exists(second.home().resolve("operator/operator.pem")));
			Awaitility.await("an asset of node 2")
				.atMost(PATIENCE)
				.until(() -> Operator.of(federation.root(), second.home())
					.post(second.https("/hypermesh/assets"), "application/json",
							"{\"id\": \"printer\", \"kind\": \"service\"}")
					.statusCode() / 100 == 2);
			awaitAnswer(federation.node(1), "127.0.0.1");

			federation.kill9(second);
			long killed = System.nanoTime();
			for (int other : new int[] { 1, 3, 4 }) {
				awaitAnswer(federation.node(other), "");
			}
			Figures.note("four processes: kill -9 → what it served is withdrawn by the others",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - killed)), "≤ 5 s");
			assertThat(dig(federation.node(1), "node2.node." + FederationContract.ZONE)).as("where it is to be found")
				.contains("127.0.0.1");

			federation.start(second);
			awaitAnswer(federation.node(1), "127.0.0.1");
			aNodeThatDoesNotValidateIsWithdrawnToo(federation);
		}
	}

	private static void aNodeThatDoesNotValidateIsWithdrawnToo(Processes federation) {
		String token = Platform.run("token", "create", "--home=" + federation.node(1).home(), "--ttl=15m")
			.successfully()
			.strip();
		Path home = federation.directory().resolveSibling("fifth");
		Platform
			.run("join", "--token=" + token, "--home=" + home, "--name=fifth",
					"--port-offset=" + (federation.ports().offset() + 400))
			.successfully();
		TestNode fifth = federation.joined("fifth", home, 5);
		federation.start(fifth);
		fifth.awaitPhase(3, PATIENCE);
		register(federation, fifth, WEB, "{\"lease\": 3600, \"records\": [\"A 192.0.2.5\"]}");
		federation.nodes().forEach(node -> awaitAnswer(node, WEB, "192.0.2.5"));

		federation.kill9(fifth);
		long killed = System.nanoTime();
		federation.nodes().forEach(node -> awaitAnswer(node, WEB, ""));
		Duration took = Duration.ofNanos(System.nanoTime() - killed);
		Figures.note("four processes and one that does not validate: kill -9 of it → withdrawn by all four",
				Figures.seconds(took), "≤ 5 s");
		assertThat(took).isLessThanOrEqualTo(BUSY);

		federation.start(fifth);
		federation.nodes().forEach(node -> awaitAnswer(node, WEB, "192.0.2.5"));
	}

	/**
	 * The folder of packages is in the way after the restart, so the component does not
	 * start until it is not.
	 */
	@Test
	void aBoundNameFollowsItsComponentAfterAKillToo() throws IOException {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode second = federation.node(2);
			register(federation, second, WEB, "{\"component\": \"catalog\", \"records\": [\"A 192.0.2.2\"]}");
			awaitAnswer(federation.node(1), WEB, "192.0.2.2");

			federation.kill9(second);
			Path folder = second.home().resolve("catalog/incoming");
			Path aside = folder.resolveSibling("aside");
			Files.move(folder, aside);
			Files.writeString(folder, "in the way");
			federation.start(second);
			long[] down = { 0 };
			Awaitility.await("withdrawn, not only silent")
				.pollInterval(Duration.ofMillis(100))
				.atMost(PATIENCE)
				.until(() -> {
					// silent since the kill: only the ledger says that it is withdrawn
					if (down[0] == 0 && second.bootstrap().filter(WithdrawalTests::ledgerAnswers).isPresent()) {
						down[0] = System.nanoTime();
					}
					return status(federation, federation.node(1), WEB) == 404;
				});
			Duration took = (down[0] == 0) ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - down[0]);
			Figures.note("restarted, its component not: ledger answers there → bound name withdrawn",
					Figures.seconds(took), "≤ 5 s");
			assertThat(took).isLessThanOrEqualTo(BUSY);

			Files.delete(folder);
			Files.move(aside, folder);
			federation.nodes().forEach(node -> awaitAnswer(node, WEB, "192.0.2.2"));
		}
	}

	/** The process goes on: only what the component says of itself is another thing. */
	@Test
	void aBoundNameIsWithdrawnWhenItsComponentGoesDownInARunningProcess() throws IOException {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode second = federation.node(2);
			register(federation, second, WEB, "{\"component\": \"catalog\", \"records\": [\"A 192.0.2.2\"]}");
			federation.nodes().forEach(node -> awaitAnswer(node, WEB, "192.0.2.2"));

			Path folder = second.home().resolve("catalog/incoming");
			Path aside = folder.resolveSibling("aside");
			Files.move(folder, aside);
			Files.writeString(folder, "in the way");
			long broken = System.nanoTime();
			federation.nodes().forEach(node -> awaitAnswer(node, WEB, ""));
			Duration took = Duration.ofNanos(System.nanoTime() - broken);
			assertThat(status(federation, federation.node(1), WEB)).as("not only silent").isEqualTo(404);
			Figures.note("four processes: the store of a running component breaks → name bound to it withdrawn by all",
					Figures.seconds(took), "≤ 5 s");
			assertThat(took).isLessThanOrEqualTo(BUSY);
			assertThat(second.get("/actuator/health").body()).contains("blob store cannot be used");
			assertThat(second.bootstrap().orElseThrow().path("phase").asInt()).isEqualTo(3);

			Files.delete(folder);
			Files.move(aside, folder);
			federation.nodes().forEach(node -> awaitAnswer(node, WEB, "192.0.2.2"));
		}
	}

	private static boolean ledgerAnswers(JsonNode state) {
		return state.path("components")
			.values()
			.stream()
			.anyMatch(component -> component.path("name").asString().equals("hypermesh")
					&& component.path("status").asString().equals("UP"));
	}

	private static int status(Processes federation, TestNode node, String name) {
		return Operator.of(federation.root(), node.home()).get(node.https("/hypermesh/names/" + name)).statusCode();
	}

	private static void register(Processes federation, TestNode node, String name, String body) {
		Awaitility.await(node + " has an operator")
			.atMost(PATIENCE)
			.until(() -> Files.exists(node.home().resolve("operator/operator.pem")));
		HttpResponse<String> done = Operator.of(federation.root(), node.home())
			.put(node.https("/hypermesh/names/" + name), "application/json", body.getBytes(StandardCharsets.UTF_8));
		assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
	}

	private static void awaitAnswer(TestNode server, String address) {
		awaitAnswer(server, ASSET, address);
	}

	private static void awaitAnswer(TestNode server, String name, String address) {
		Awaitility.await(name + " at " + server)
			.pollInterval(Duration.ofMillis(100))
			.atMost(PATIENCE)
			.until(() -> dig(server, name).strip().equals(address));
	}

	/** In one line what it says, which nobody who is silent says. */
	private static String dig(TestNode server, String name) {
		return Peer.DIG.run("@127.0.0.1", "-p", Integer.toString(server.ports().dns()), "+short", "+tries=1", name, "A")
			.out();
	}

}
