package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.platform.federation.FederationPlan.PlannedNode;
import org.web3ecosystem.spitest.Loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HostTests {

	@Test
	void thisMachineHasBothLoopbackAddressesWhereItHasIpv6() {
		assertThat(Loopback.ipv6()).isNotNull();
		assertThat(Host.addresses("localhost")).containsExactly("127.0.0.1", "::1");
	}

	@Test
	void aJvmWithoutIpv6HasOneLoopbackAddress() throws Exception {
		assertThat(said(java("-Djava.net.preferIPv4Stack=true"))).contains("[127.0.0.1]");
	}

	/** In a network of its own, so that the machine itself keeps what it has. */
	@Test
	void aMachineWithoutIpv6HasOneLoopbackAddress() throws Exception {
		List<String> inside = List.of("unshare", "-rn", "sh", "-c",
				"sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && ip link set lo up && exec \"$@\"", "sh");
		Assumptions.assumeTrue(said(with(inside, List.of("true"))).isPresent(),
				"this user may not make a network without IPv6");
		assertThat(said(with(inside, java()))).contains("[127.0.0.1]");
	}

	@Test
	void aHostMayHaveAnAddressOfEachFamily() {
		List<PlannedNode> nodes = FederationPlan
			.of("f", "f.internal", 2, List.of("10.0.0.1+fd00::1", "10.0.0.2+fd00::2"), 0)
			.nodes();
		assertThat(nodes).extracting(node -> node.endpoints().addresses())
			.containsExactly(List.of("10.0.0.1", "fd00::1"), List.of("10.0.0.2", "fd00::2"));
		assertThat(nodes).extracting(node -> node.endpoints().stoq()).containsOnly(9292);
	}

	@Test
	void aNameIsNoHostAndNeitherIsNothing() {
		for (String host : List.of("face.de", "localhost+::1", "10.0.0.1+", "+", "10.0.0.1 +fd00::1")) {
			assertThatIllegalArgumentException().as(host)
				.isThrownBy(() -> FederationPlan.of("f", "f.internal", 1, List.of(host), 0));
		}
	}

	private static List<String> java(String... options) {
		return with(with(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), List.of(options)),
				List.of("-cp", System.getProperty("java.class.path"), SaysLocalAddresses.class.getName()));
	}

	private static List<String> with(List<String> first, List<String> then) {
		return Stream.concat(first.stream(), then.stream()).toList();
	}

	/** What a process printed, if it ended well. */
	private static Optional<String> said(List<String> command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).start();
			String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			return (process.waitFor() == 0) ? Optional.of(out) : Optional.empty();
		}
		catch (IOException missing) {
			return Optional.empty();
		}
	}

	/** A process of its own, since a JVM asks once what the machine has. */
	static final class SaysLocalAddresses {

		public static void main(String[] arguments) {
			System.out.println(Host.addresses("localhost"));
		}

	}

}
