package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.ConfigServer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node and a config server, both from their jars. What a node was given shows in the
 * deadline of phase 3, which is seven minutes where it is served.
 */
@SystemTest
class ConfigServerTests {

	@Test
	void aNodeStartsWithWhatIsServedAndWithoutTheServerFromTheLastGoodCopy() throws IOException {
		Path directory = Scratch.directory(getClass());
		String table = Files.readString(Platform.jar().resolve("../../src/main/resources/bootstrap.toml").normalize());
		String served = table.replace("\"5m\"", "\"7m\"");
		try (Processes federation = new Processes(directory, 1);
				ConfigServer server = new ConfigServer(directory.resolve("server"), 8_888 + federation.ports().offset(),
						served)) {
			TestNode node = federation.node(1);
			federation.set(node, server.setting());
			assertThat(deadlineAfterStart(federation, node)).isEqualTo(420_000);

			server.write(table.replace("\"hybrid\"", "\"hybird\""));
			assertThat(server.health()).contains("DEGRADED").contains("line 15");
			assertThat(deadlineAfterStart(federation, node)).isEqualTo(420_000);

			server.stop();
			assertThat(deadlineAfterStart(federation, node)).isEqualTo(420_000);

			federation.set(node);
			assertThat(deadlineAfterStart(federation, node)).isEqualTo(300_000);
		}
	}

	private static long deadlineAfterStart(Processes federation, TestNode node) {
		federation.start(node);
		Awaitility.await(node + " starts: see " + node.log())
			.atMost(TestFederation.PATIENCE)
			.until(() -> deadline(node) > 0 && Files.exists(node.home().resolve("bootstrap/served.json")));
		long deadline = deadline(node);
		federation.stop();
		return deadline;
	}

	private static long deadline(TestNode node) {
		return node.bootstrap().map(state -> state.path("phases").path(3).path("deadlineMs").asLong()).orElse(0L);
	}

}
