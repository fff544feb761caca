package org.web3ecosystem.platform.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NodeHomeTests {

	@TempDir
	Path directory;

	@Test
	void portsAreWantedWhereTheNodeListensAndNotWhereItIsReached() throws IOException {
		Path federation = directory.resolve("f");
		new Founding(InstantSource.system(), new SecureRandom()).found(
				FederationPlan.of("local", "local.internal", 1, List.of("127.0.0.1"), 20_700), federation,
				Optional.of("secret"));
		NodeHome home = NodeHome.open(federation.resolve("node1"));
		List<String> elsewhere = List.of("--web3.node.bind-address=127.0.0.2");
		int http = home.endpoints().orElseThrow().http();
		try (ServerSocket relay = new ServerSocket(http, 1, InetAddress.getByName("127.0.0.1"))) {
			assertThat(relay.getLocalPort()).isEqualTo(http);
			assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> home.requireFreePorts(List.of()))
				.withMessageContaining(http + "/tcp (HTTP) is taken");
			assertThatCode(() -> home.requireFreePorts(elsewhere)).doesNotThrowAnyException();
		}
		try (ServerSocket other = new ServerSocket(http, 1, InetAddress.getByName("127.0.0.2"))) {
			assertThat(other.getLocalPort()).isEqualTo(http);
			assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> home.requireFreePorts(elsewhere));
			assertThatCode(() -> home.requireFreePorts(List.of())).doesNotThrowAnyException();
		}
	}

}
