package org.web3ecosystem.stoq.pool;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Nodes at addresses of both families, and of one. */
class AddressesTests {

	private static final Duration AMPLE = Duration.ofSeconds(10);

	private static final Limits QUICK = new Limits(8, 8, 8, Duration.ofMillis(500), AMPLE, AMPLE, AMPLE, AMPLE, 1);

	private final TestFederation federation = new TestFederation(2);

	@Test
	void nodesMeetOverIpv6() {
		InetAddress ipv6 = Loopback.ipv6();
		try (TestNode server = TestNode.provisional(federation.node(0, ipv6)).listen();
				TestNode client = TestNode.provisional(federation.node(1, Loopback.IPV4, ipv6))) {
			assertThat(server.address().getAddress()).isEqualTo(ipv6);
			Connection connection = get(client.transport.connect(server.asPeer(), AMPLE));
			assertThat(get(connection.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
		}
	}

	@Test
	void theNextAddressIsTriedAlsoIfItIsOfTheOtherFamily() throws Exception {
		InetAddress ipv6 = Loopback.ipv6();
		try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(Loopback.IPV4, 0));
				TestNode server = TestNode.provisional(federation.node(0, ipv6)).listen();
				TestNode client = node(Loopback.IPV4, ipv6)) {
			InetSocketAddress nobody = new InetSocketAddress(Loopback.IPV4, silent.getLocalPort());
			Peer peer = new Peer(server.id(), List.of(nobody, server.address()));
			assertThat(get(client.transport.connect(peer, AMPLE)).peer()).isEqualTo(server.id());
		}
	}

	@Test
	void anAddressOfAFamilyThisNodeHasNotIsNotWaitedFor() {
		Limits patient = new Limits(8, 8, 8, Duration.ofMinutes(1), AMPLE, AMPLE, AMPLE, AMPLE, 1);
		try (TestNode server = TestNode.provisional(federation.node(0)).listen();
				TestNode client = node(patient, Loopback.IPV4)) {
			InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 9292);
			assertThatThrownBy(() -> get(client.transport.connect(new Peer(server.id(), List.of(elsewhere)), AMPLE)))
				.isInstanceOf(TransportException.Unreachable.class)
				.hasMessageContaining("2001:db8");
			Peer peer = new Peer(server.id(), List.of(elsewhere, server.address()));
			assertThat(get(client.transport.connect(peer, AMPLE)).peer()).isEqualTo(server.id());
		}
	}

	@Test
	void oneSocketPerFamilySendsAndAllAreClosed() {
		TestNode node = TestNode.provisional(federation.node(0, Loopback.IPV4, Loopback.ipv6()));
		assertThat(node.tally.openSockets()).isEqualTo(2);
		node.close();
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (node.tally.openSockets() > 0) {
			assertThat(System.nanoTime()).as("a socket stays open").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

	private TestNode node(InetAddress... bind) {
		return node(QUICK, bind);
	}

	private TestNode node(Limits limits, InetAddress... bind) {
		return new TestNode(federation.node(1, bind), new TestSeat(TestNode.selfSigned(federation.node(1))), limits,
				Optional.empty())
			.start();
	}

}
