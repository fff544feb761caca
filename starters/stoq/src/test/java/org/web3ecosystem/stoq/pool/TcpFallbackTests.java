package org.web3ecosystem.stoq.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.LogLines;
import org.web3ecosystem.stoq.Road;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.wire.KeyExchange;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** To TCP where UDP does not answer, and back. */
class TcpFallbackTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final Fallback SOON = StoqOverTcpContractTests.SOON;

	private static final Fallback AND_BACK = new Fallback(true, Duration.ofMillis(20), Duration.ofMillis(50),
			Duration.ofMillis(200));

	private final TestFederation federation = new TestFederation(3);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : opened.reversed()) {
			each.close();
		}
	}

	@Test
	void goesOverQuicWhereUdpAnswers() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, false);
		TestNode client = issued(1, new Fallback(true, AMPLE, AMPLE, AMPLE));
		assertEchoes(connect(client, server, road));
		assertThat(client.stoq.outgoing()).singleElement().extracting(made -> made.kind()).isEqualTo(Carrier.Kind.QUIC);
		assertThat(road.tcpConnections()).isZero();
		assertThat(client.tally.fallbacks()).isZero();
		assertAgreedPostQuantum(client, server);
	}

	@Test
	void goesBackToQuicWhenUdpAnswersAndWhatIsUnderWayIsFinishedOverTcp() throws Exception {
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		TestNode server = issued(0, SOON).listen(new Inbound(List.of(new Echo(), slow(answer)), List.of()));
		Road road = road(server, true);
		TestNode client = issued(1, AND_BACK);
		Connection overTcp = connect(client, server, road);
		assertThat(client.tally.fallbacks()).isEqualTo(1);
		assertAgreedPostQuantum(client, server);
		CompletableFuture<byte[]> slow = overTcp.request("test.slow", new byte[0], AMPLE).toCompletableFuture();

		road.blockUdp(false);

		waitFor(() -> client.tally.returns() == 1);
		assertThat(client.stoq.outgoing()).extracting(made -> made.kind())
			.containsExactlyInAnyOrder(Carrier.Kind.QUIC, Carrier.Kind.TCP);
		assertEchoes(connect(client, server, road));
		assertThat(slow).isNotDone();
		answer.complete(new byte[] { 9 });
		assertThat(get(slow)).containsExactly(9);
		waitFor(() -> client.stoq.outgoing().stream().noneMatch(made -> made.kind() == Carrier.Kind.TCP));
		assertThat(client.tally.drainedConnections()).isEqualTo(1);
	}

	@Test
	void aPeerThatResetsIsNothingToWarnOf() throws Exception {
		TestNode client = issued(1, SOON);
		int port = Loopback.freePort();
		try (LogLines log = new LogLines("io.netty");
				ServerSocket resetting = new ServerSocket(port + 1, 8, InetAddress.getLoopbackAddress())) {
			Thread.startVirtualThread(() -> resetAll(resetting));
			assertThatThrownBy(() -> get(client.transport.connect(new Peer(federation.node(0).id(),
					List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))), AMPLE)))
				.isInstanceOf(TransportException.class);
			waitFor(() -> client.tally.liveConnections() == 0);
			assertThat(log.lines()).noneMatch(line -> line.matches("(?s)(WARN|ERROR) .*"));
		}
	}

	private static void resetAll(ServerSocket port) {
		try {
			while (true) {
				try (Socket socket = port.accept()) {
					socket.getInputStream().read();
					socket.setSoLinger(true, 0);
				}
			}
		}
		catch (IOException closed) {
			// the test is over
		}
	}

	@Test
	void aPeerThatRefusesOverQuicIsNotAskedOverTcp() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, false);
		TestNode client = node(1, new TestSeat(TestNode.selfSigned(federation.node(1))),
				new Fallback(true, AMPLE, AMPLE, AMPLE), Limits.DEFAULT);
		assertThatThrownBy(() -> connect(client, server, road)).isInstanceOf(TransportException.RefusedIdentity.class);
		assertThat(road.tcpConnections()).isZero();
	}

	@Test
	void aSelfSignedPeerIsRefusedOverTcpAsWell() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, true);
		TestNode client = node(1, new TestSeat(TestNode.selfSigned(federation.node(1))), SOON, Limits.DEFAULT);
		assertThatThrownBy(() -> connect(client, server, road)).isInstanceOf(TransportException.RefusedIdentity.class);
		assertThat(server.tally.refusals(Tally.Refusal.PROVISIONAL)).isEqualTo(1);
		assertThat(road.tcpConnections()).isEqualTo(1);
	}

	@Test
	void aPeerThatIsNotTrustedAnyMoreIsPutOutAndCannotComeBackOverTcp() throws Exception {
		TestFederation foreign = new TestFederation(1);
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, true);
		TestNode client = issued(1, SOON);
		assertEchoes(connect(client, server, road));

		server.seat.seat(foreign.issuer());
		server.stoq.seated(CertificateProvider.class, List.of());

		waitFor(() -> client.stoq.outgoing().isEmpty());
		for (int i = 0; i < 3; i++) {
			assertThatThrownBy(() -> connect(client, server, road))
				.isInstanceOf(TransportException.RefusedIdentity.class);
		}
		assertThat(server.stoq.incoming()).isEmpty();
	}

	@Test
	void aFalconSignatureIsBoundToATcpSessionAsWell() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, true);
		TestNode client = issued(1, SOON);
		server.stoq.openFalcon();
		client.stoq.openFalcon();
		server.stoq.demanded(FalconDemand.REQUIRED);
		client.stoq.demanded(FalconDemand.REQUIRED);
		assertEchoes(connect(client, server, road));
		assertThat(client.stoq.outgoing()).singleElement()
			.satisfies(made -> assertThat(made.falcon()).isEqualTo(FalconFinding.VERIFIED))
			.satisfies(made -> assertThat(made.kind()).isEqualTo(Carrier.Kind.TCP));
	}

	@Test
	void aRotationIsMakeBeforeBreakOverTcp() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, true);
		TestNode client = issued(1, SOON);
		Connection before = connect(client, server, road);

		client.keeper.seated(CertificateProvider.class, List.of());
		waitFor(() -> client.keeper.generation().orElseThrow().number() == 2);

		assertEchoes(before);
		Connection after = connect(client, server, road);
		assertEchoes(after);
		waitFor(() -> client.stoq.outgoing().size() == 1);
		assertThat(client.stoq.outgoing().getFirst().generation().number()).isEqualTo(2);
	}

	@Test
	void thatAConnectionOverTcpEndsIsNoWordThatUdpAnswers() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, true);
		TestNode client = issued(1, SOON);
		assertThat(client.stoq.stopgap()).isEmpty();
		assertEchoes(connect(client, server, road));

		client.stoq.lookAtPool(Duration.ofNanos(-1));

		waitFor(() -> client.stoq.outgoing().isEmpty());
		assertThat(client.stoq.stopgap())
			.hasValueSatisfying(instead -> assertThat(instead.reason()).contains(server.id().brief()));
	}

	@Test
	void isOverTcpUntilUdpAnswersOrNobodyWasReachedForAWhile() throws Exception {
		TestNode server = issued(0, SOON).listen();
		Road road = road(server, true);
		TestNode client = issued(1, AND_BACK);
		assertEchoes(connect(client, server, road));
		assertThat(client.stoq.overTcp()).containsExactly(server.id().brief());
		road.blockUdp(false);
		waitFor(() -> client.stoq.overTcp().isEmpty());
		assertThat(client.tally.returns()).isEqualTo(1);

		road.blockUdp(true);
		client.stoq.lookAtPool(Duration.ofNanos(-1));
		waitFor(() -> client.stoq.outgoing().isEmpty());
		assertEchoes(connect(client, server, road));
		assertThat(client.stoq.overTcp()).isNotEmpty();
		server.close();
		waitFor(() -> client.stoq.overTcp().isEmpty());
	}

	@Test
	void whereItIsOffNobodyListensAtTcpAndNobodyDialsIt() throws Exception {
		TestNode server = issued(0, Fallback.OFF).listen();
		new ServerSocket(server.address().getPort() + 1, 1, server.address().getAddress()).close();
		TestNode listening = issued(2, SOON).listen();
		Road road = road(listening, true);
		Limits quick = new Limits(8, 8, 8, Duration.ofMillis(300), AMPLE, AMPLE, AMPLE, AMPLE, 1);
		TestNode client = node(1, new TestSeat(federation.issuer()), Fallback.OFF, quick);
		assertThatThrownBy(() -> connect(client, listening, road)).isInstanceOf(TransportException.Unreachable.class);
		assertThat(road.tcpConnections()).isZero();
	}

	@Test
	void aTakenTcpPortIsSaid() throws Exception {
		TestNode node = issued(0, SOON);
		try (ServerSocket taken = new ServerSocket(0, 1, node.node.bind().getFirst())) {
			InetSocketAddress address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort() - 1);
			assertThatThrownBy(() -> get(node.transport.listen(address, new Inbound(List.of(), List.of()))))
				.isInstanceOf(TransportException.Unreachable.class)
				.hasMessageContaining(
						"cannot listen on tcp " + address.getAddress().getHostAddress() + ":" + taken.getLocalPort())
				.hasMessageContaining("Stop the process that uses this port");
		}
	}

	private static RequestHandler slow(CompletableFuture<byte[]> answer) {
		return new RequestHandler() {

			@Override
			public String method() {
				return "test.slow";
			}

			@Override
			public CompletableFuture<byte[]> handle(NodeId caller, byte[] request) {
				return answer;
			}

		};
	}

	private TestNode issued(int index, Fallback fallback) {
		return node(index, new TestSeat(federation.issuer()), fallback, Limits.DEFAULT);
	}

	private TestNode node(int index, TestSeat seat, Fallback fallback, Limits limits) {
		TestNode node = new TestNode(federation.node(index), seat, limits, Optional.empty(), fallback).start();
		opened.add(node);
		return node;
	}

	private Road road(TestNode node, boolean udpBlocked) throws IOException {
		Road road = new Road(node.address(), udpBlocked);
		opened.add(road);
		return road;
	}

	private static Connection connect(TestNode client, TestNode server, Road road) {
		return get(client.transport.connect(new Peer(server.id(), List.of(road.address())), AMPLE));
	}

	/** Both count, and both say of the connection, what it was. */
	private static void assertAgreedPostQuantum(TestNode client, TestNode server) {
		assertThat(client.tally.handshakes(KeyExchange.X25519MLKEM768)).isEqualTo(1)
			.isEqualTo(client.tally.handshakes());
		assertThat(server.tally.handshakes(KeyExchange.X25519MLKEM768)).isEqualTo(1)
			.isEqualTo(server.tally.handshakes());
		assertThat(client.stoq.outgoing()).singleElement()
			.extracting(made -> made.carrier().keyExchange())
			.isEqualTo(KeyExchange.X25519MLKEM768);
		assertThat(server.stoq.incoming()).singleElement()
			.extracting(made -> made.carrier().keyExchange())
			.isEqualTo(KeyExchange.X25519MLKEM768);
	}

	private static void assertEchoes(Connection connection) {
		assertThat(get(connection.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(2_000_000);
		}
	}

}
