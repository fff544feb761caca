package org.web3ecosystem.platform.preflight;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spitest.Loopback;

import static org.assertj.core.api.Assertions.assertThat;

class PortCheckTests {

	@Test
	void aPortThatIsTakenAtAnyAddressOfTheNodeIsTaken() throws IOException {
		for (InetAddress address : List.of(Loopback.IPV4, Loopback.ipv6())) {
			try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(address, 0))) {
				assertThat(PortCheck.taken(endpoints(taken.getLocalPort(), "127.0.0.1", "::1"))).singleElement()
					.hasToString(PortCheck.taken(endpoints(taken.getLocalPort(), address.getHostAddress()))
						.getFirst()
						.toString())
					.extracting(PortCheck.Taken::what)
					.isEqualTo("STOQ");
			}
		}
	}

	@Test
	void thePortBesideStoqIsWantedOfTcp() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, Loopback.IPV4)) {
			assertThat(PortCheck.taken(endpoints(taken.getLocalPort() - 1, "127.0.0.1"))).singleElement()
				.asString()
				.contains(taken.getLocalPort() + "/tcp (STOQ)");
		}
	}

	@Test
	void anAddressOfAnotherMachineIsNotLookedAt() {
		assertThat(PortCheck.taken(endpoints(0xfffd, "192.0.2.7", "127.0.0.1"))).isEmpty();
	}

	private static Endpoints endpoints(int stoq, String... addresses) {
		return new Endpoints(List.of(addresses), stoq, 61_001, 61_002, 61_003, 61_004);
	}

}
