package org.web3ecosystem.platform.membership;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.trustchain.join.JoinToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JoinCommandTests {

	private static final int HTTP = 8080;

	@TempDir
	Path directory;

	@Test
	void onATakenPortTheTokenIsKept() throws IOException {
		int port = Loopback.freePort();
		JoinToken token = new JoinToken("local", "ab".repeat(32), List.of("127.0.0.1:" + Loopback.freePort()),
				new byte[JoinToken.SECRET_LENGTH]);
		Command.Join join = new Command.Join(token.text(), directory.resolve("node5"), "node5", "127.0.0.1",
				port - HTTP);
		try (ServerSocket taken = new ServerSocket(port, 1, Loopback.IPV4)) {
			assertThatExceptionOfType(RefusedException.class)
				.isThrownBy(
						() -> new JoinCommand(new PrintStream(OutputStream.nullOutputStream()), InstantSource.system())
							.run(join))
				.withMessageStartingWith(
						"the node would not start: port " + taken.getLocalPort() + "/tcp (HTTP) is taken")
				.satisfies(refused -> assertThat(refused.remedy()).contains("--port-offset", "is good still"));
		}
		assertThat(directory.resolve("node5")).doesNotExist();
	}

}
