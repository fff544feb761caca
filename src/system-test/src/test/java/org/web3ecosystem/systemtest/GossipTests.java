package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What validators agree by runs through STOQ, and nobody else comes near it. */
@SystemTest
class GossipTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	@Test
	void itListensAtLoopbackAloneAndOnlyMembersGetThrough() throws IOException {
		Path work = Scratch.directory(getClass());
		try (Processes federation = new Processes(work)) {
			federation.giveEveryNodeAnOperator();
			TestNode first = federation.node(1);
			// otherwise loopback would be no choice
			federation.set(first, "--web3.node.bind-address=0.0.0.0");
			federation.start();
			federation.awaitPhase(3);
			for (TestNode node : federation.nodes()) {
				awaitPeers(federation, node, 3);
			}
			assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), first.ports().gossip()).close())
				.isInstanceOf(ConnectException.class);
			new Socket(InetAddress.getByName("127.0.0.2"), first.ports().https()).close();
			assertThat(Program.run("ss", "-Hltn", "sport", "=", ":" + first.ports().gossip()).successfully().lines())
				.singleElement()
				.asString()
				.contains("127.0.0.1]:" + first.ports().gossip());

			admittedButNoMember(federation, work);
			killAndReturn(federation);
		}
	}

	/** A node that joined has a connection to validators, and a forward leads nowhere. */
	private static void admittedButNoMember(Processes federation, Path work) throws IOException {
		TestNode first = federation.node(1);
		String token = Platform.run("token", "create", "--home=" + first.home(), "--ttl=15m").successfully().strip();
		Path home = work.resolve("guest");
		Platform
			.run("join", "--token=" + token, "--home=" + home, "--name=guest",
					"--port-offset=" + (federation.ports().offset() + 400))
			.successfully();
		TestNode guest = federation.joined("guest", home, 5);
		int port = federation.ports().ofNode(7).https();
		federation.set(guest, "--web3.stoq.forward.listen[0].at=127.0.0.1:" + port,
				"--web3.stoq.forward.listen[0].peer=" + first.id(),
				"--web3.stoq.forward.listen[0].to=127.0.0.1:" + first.ports().gossip() + "/tcp");
		federation.start(guest);
		guest.awaitPhase(3, PATIENCE);

		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		catch (SocketException reset) {
			// which it may be as well
		}
		Awaitility.await("refused")
			.atMost(PATIENCE)
			.until(() -> stoq(federation, first).path("forwards").path("refusals").path("not-allowed").asLong() > 0);
		for (TestNode node : federation.nodes()) {
			assertThat(names(stoq(federation, node).path("ports").path("served").path("gossip").path("peers")))
				.doesNotContain(guest.id().substring(0, 8));
		}
		federation.kill9(guest);
	}

	/** The validator that all others dial. */
	private static void killAndReturn(Processes federation) {
		TestNode last = federation.node(4);
		federation.kill9(last);
		assertThat(FederationContract.register(federation, "meanwhile").statusCode()).isIn(200, 201, 202);
		long begun = System.nanoTime();
		federation.start(last);
		awaitPeers(federation, last, 3);
		Figures.note("a killed validator from its start until it gossips with three others",
				Duration.ofNanos(System.nanoTime() - begun));
		last.awaitPhase(3, PATIENCE);
		FederationContract.awaitAsset(federation, last, "meanwhile");
	}

	private static void awaitPeers(Processes federation, TestNode node, int others) {
		Awaitility.await(node + " gossips with " + others)
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptions()
			.until(() -> {
				JsonNode ports = stoq(federation, node).path("ports");
				long away = ports.path("reached").values().stream().filter(way -> way.path("open").asInt() > 0).count();
				return away + ports.path("served").path("gossip").path("peers").size() >= others;
			});
	}

	private static List<String> names(JsonNode peers) {
		return peers.values().stream().map(JsonNode::asString).toList();
	}

	private static JsonNode stoq(Processes federation, TestNode node) {
		return FederationContract
			.json(Operator.of(federation.root(), node.home()).get(node.https("/actuator/stoq")).body());
	}

}
