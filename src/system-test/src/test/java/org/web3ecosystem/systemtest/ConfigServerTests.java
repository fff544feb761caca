package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.ConfigServer;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node and a config server, both from their jars, the server with a key that is pinned.
 * What a node was given shows in the deadline of phase 3, which is five minutes where
 * nothing is served.
 */
@SystemTest
class ConfigServerTests {

	private static final String SOMEBODY_ELSES = "sha256/" + "A".repeat(43) + "=";

	@Test
	void aNodeTakesWhatIsServedWhileItRunsToo() throws IOException {
		Stream.of(Peer.CURL, Peer.OPENSSL).forEach(Peer::require);
		Path directory = Scratch.directory(getClass());
		String table = Files.readString(Platform.jar().resolve("../../src/main/resources/bootstrap.toml").normalize());
		try (Processes federation = new Processes(directory, 1);
				ConfigServer server = new ConfigServer(directory.resolve("server"), 8_888 + federation.ports().offset(),
						federation.directory(), minutes(table, 7))) {
			TestNode node = federation.node(1);
			federation.set(node, server.settings());
			federation.start(node);
			awaitMinutes(node, 7);

			server.write(minutes(table, 8));
			awaitMinutes(node, 8);

			server.write(minutes(table, 9).replace("\"trustchain\"", "\"self_signed\""));
			awaitHealth(node, "phase_1.cert_mode would be lowered from trustchain to self_signed");
			assertThat(minutes(node)).isEqualTo(8);

			server.write(table.replace("\"hybrid\"", "\"hybird\""));
			assertThat(server.health()).contains("DEGRADED").contains("line 15");

			server.stop();
			awaitHealth(node, "cannot be reached");
			node.awaitPhase(1, TestFederation.PATIENCE);
			server.write(minutes(table, 9));
			server.start("--server.ssl.client-auth=need");
			assertThat(server.health()).as("who shows nothing is not served").isEmpty();
			awaitMinutes(node, 9);
			federation.stop();

			federation.set(node, server.settings(SOMEBODY_ELSES));
			server.write(minutes(table, 6));
			federation.start(node);
			awaitMinutes(node, 9);
			awaitHealth(node, "the server's key is not the pinned one");
			assertThat(minutes(node)).isEqualTo(9);
			federation.stop();

			federation.set(node);
			federation.start(node);
			awaitMinutes(node, 5);
		}
	}

	private static String minutes(String table, int minutes) {
		return table.replace("\"5m\"", "\"" + minutes + "m\"");
	}

	private static void awaitMinutes(TestNode node, int minutes) {
		Awaitility.await(node + " has " + minutes + " minutes: see " + node.log())
			.atMost(TestFederation.PATIENCE)
			.until(() -> minutes(node) == minutes);
	}

	private static void awaitHealth(TestNode node, String reason) {
		Awaitility.await(node + " says " + reason + ": see " + node.log())
			.atMost(TestFederation.PATIENCE)
			.until(() -> node.get("/actuator/health/table").body().contains(reason));
	}

	private static long minutes(TestNode node) {
		return node.bootstrap()
			.map(state -> state.path("phases").path(3).path("deadlineMs").asLong() / 60_000)
			.orElse(0L);
	}

}
