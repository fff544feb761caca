package org.web3ecosystem.stoq.pool;

import io.netty.handler.codec.quic.QuicSslContext;
import java.net.Socket;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import java.util.concurrent.atomic.AtomicInteger;
import java.security.cert.X509Certificate;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.pool.RawClient.Answer;
import org.web3ecosystem.stoq.pool.RawClient.Greeting;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;
import static org.web3ecosystem.stoq.pool.RawClient.closing;

/** Strangers and admitted peers who want the listener's memory, threads or attention. */
class AttackTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(500);

	private final TestFederation federation = new TestFederation(3);

	private final RawClient client = new RawClient(federation);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		client.close();
		for (AutoCloseable each : opened) {
			each.close();
		}
	}

	@Test
	void whoComesWithATicketIsAskedForItsCertificateAgain() {
		TestNode server = server(Limits.DEFAULT);
		AtomicInteger handshakes = new AtomicInteger();
		QuicSslContext tls = client.tls("stoq/1", new Told(handshakes));
		for (int i = 1; i <= 4; i++) {
			QuicChannel channel = get(client.resume(tls, server.address()));
			// it is closed for what it says, and by then the ticket has come
			RawClient.write(channel, Unpooled.wrappedBuffer(new byte[16]));
			closing(CompletableFuture.completedFuture(channel));
			assertThat(handshakes).hasValue(i);
		}
	}

	/** Trusts everybody, and counts who shows a certificate. */
	private static final class Told extends X509ExtendedTrustManager {

		private final AtomicInteger times;

		Told(AtomicInteger times) {
			this.times = times;
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			times.incrementAndGet();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
			throw new UnsupportedOperationException();
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

	@Test
	void aHandshakeThatIsNotEndedTakesNoRoomForLong() throws IOException {
		TestNode server = server(new Limits(8, 8, 8, SHORT, AMPLE, AMPLE, AMPLE, AMPLE, 1));
		InetSocketAddress relay = relayOfTheFirstFlight(server.address());
		client.connect(client.tls("stoq/1"), relay);
		waitFor(() -> server.tally.liveConnections() == 1);
		waitFor(() -> server.tally.liveConnections() == 0 && server.tally.refusals(Tally.Refusal.TLS) == 1);
	}

	@Test
	void theStrangerWhoWaitsLongestMakesRoomForTheNext() {
		TestNode server = server(limits(1, 8));
		CompletableFuture<QuicChannel> first = client.connect(client.tls("stoq/1"), server.address());
		get(first);
		QuicChannel second = get(client.connect(client.tls("stoq/1"), server.address()));
		assertThat(closing(first).error()).isEqualTo(CloseCode.OVERLOADED.code());
		assertThat(second.isActive()).isTrue();
	}

	@Test
	void strangersDoNotTakeAPeersPlace() {
		TestNode server = server(limits(2, 8));
		Connection peer = peer(server);
		List<QuicChannel> strangers = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			strangers.add(get(client.connect(client.tls("stoq/1"), server.address())));
		}
		waitFor(() -> strangers.stream().filter(QuicChannel::isActive).count() == 2);
		assertEchoes(peer);
	}

	@Test
	void aPeerWhoConnectsAgainAndAgainLosesItsOldest() {
		TestNode server = server(Limits.DEFAULT);
		Connection other = peer(server);
		List<Greeting> greedy = new ArrayList<>();
		for (int i = 0; i < Guests.PER_PEER + 2; i++) {
			greedy.add(admitted(server));
		}
		waitFor(() -> greedy.stream().filter(each -> each.channel().isActive()).count() == Guests.PER_PEER);
		assertThat(greedy.getLast().channel().isActive()).isTrue();
		assertThat(closing(CompletableFuture.completedFuture(greedy.getFirst().channel())).error())
			.isEqualTo(CloseCode.OVERLOADED.code());
		assertEchoes(other);
	}

	@Test
	void nothingIsHeardBetweenHelloAndItsAnswer() {
		TestNode server = server(Limits.DEFAULT);
		Greeting hasty = client.greet(server.address(), RawClient.header(1, 3));
		assertThat(closing(CompletableFuture.completedFuture(hasty.channel())).error())
			.isEqualTo(CloseCode.UNEXPECTED_FRAME.code());
	}

	@Test
	void anAdmittedPeerRefusesOnce() {
		TestNode server = server(Limits.DEFAULT);
		Greeting peer = admitted(server);
		Frame refusal = Frame.of(FrameType.HELLO_NACK, Cbor.struct(Map.entry("code", Cbor.of("certificate")),
				Map.entry("reason", Cbor.of("no")), Map.entry("by", Cbor.of(new byte[0]))));
		peer.control().writeAndFlush(refusal.encode(peer.control().alloc()));
		peer.control().writeAndFlush(refusal.encode(peer.control().alloc()));
		assertThat(closing(CompletableFuture.completedFuture(peer.channel())).error())
			.isEqualTo(CloseCode.UNEXPECTED_FRAME.code());
	}

	@Test
	void garbageAfterHelloEndsThatConnectionAndNoOther() {
		TestNode server = server(Limits.DEFAULT);
		Connection other = peer(server);
		Random random = new Random(42);
		for (int i = 0; i < 20; i++) {
			byte[] garbage = new byte[8 + random.nextInt(2000)];
			random.nextBytes(garbage);
			Greeting peer = admitted(server);
			RawClient.write(peer.channel(), Unpooled.wrappedBuffer(garbage));
			assertThat(CloseCode.of(closing(CompletableFuture.completedFuture(peer.channel())).error())).get()
				.isIn(CloseCode.BAD_FRAME, CloseCode.UNKNOWN_FRAME, CloseCode.UNEXPECTED_FRAME,
						CloseCode.FRAME_TOO_LARGE);
		}
		assertEchoes(other);
	}

	@Test
	void aStreamHasOneRequest() {
		TestNode server = server(Limits.DEFAULT);
		Greeting peer = admitted(server);
		RawClient.write(peer.channel(), Unpooled.wrappedBuffer(request("test.echo"), request("test.echo")));
		assertThat(closing(CompletableFuture.completedFuture(peer.channel())).error())
			.isEqualTo(CloseCode.UNEXPECTED_FRAME.code());
	}

	@Test
	void requestsThatAreBegunHoldOnlySoMuch() {
		TestNode server = server(Limits.DEFAULT);
		Greeting peer = admitted(server);
		List<Answer> answers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Answer answer = new Answer();
			answers.add(answer);
			get(RawClient.write(peer.channel(), begun(Connection.MAX_MESSAGE), answer));
		}
		waitFor(() -> answers.stream().filter(answer -> answer.type.isDone()).count() == 4);
		assertThat(answers).filteredOn(answer -> answer.type.isDone())
			.allSatisfy(answer -> assertThat(answer.type).isCompletedWithValue(FrameType.FAILURE.code()));
		assertThat(peer.channel().isActive()).isTrue();
		assertEchoes(peer(server));
	}

	@Test
	void whatIsGivenBackCanBeTakenAgain() {
		TestNode server = server(Limits.DEFAULT);
		Connection peer = peer(server);
		for (int i = 0; i < 40; i++) {
			assertThat(get(peer.request("test.echo", new byte[Connection.MAX_MESSAGE], AMPLE))).hasSize(1 << 20);
		}
	}

	@Test
	void anAnswerThatIsNotTakenIsStillUnderWay() {
		TestNode server = server(limits(8, 1), new Big());
		Greeting peer = admitted(server);
		// the first ones fill the peer's window of 16 MiB
		for (int i = 0; i < 18; i++) {
			QuicStreamChannel stream = get(RawClient.write(peer.channel(), Unpooled.EMPTY_BUFFER));
			stream.config().setAutoRead(false);
			stream.writeAndFlush(request("test.big"));
		}
		waitFor(() -> server.tally.refusals(Tally.Refusal.LIMIT) > 0);
		assertThat(peer.channel().isActive()).isTrue();
		assertEchoes(peer(server));
	}

	@Test
	void visitorsWhoSayNothingLeaveTheDoorSoon() {
		Limits impatient = new Limits(64, 8, 8, AMPLE, SHORT, AMPLE, AMPLE, AMPLE, 64);
		JoinDoor nobody = request -> new CompletableFuture<>();
		TestNode server = new TestNode(federation.node(0), new TestSeat(federation.issuer()), impatient,
				Optional.of(nobody))
			.start()
			.listen();
		opened.add(server);
		for (int i = 0; i < 8; i++) {
			assertThat(closing(visit(server, Unpooled.directBuffer().writeByte(0), new Answer())).error())
				.isEqualTo(CloseCode.HELLO_TIMEOUT.code());
		}
		Answer answer = new Answer();
		ByteBuf knock = Frame.of(FrameType.JOIN_KNOCK, Cbor.struct()).encode(Unpooled.buffer().alloc());
		visit(server, knock, answer).join();
		assertThat(get(answer.type)).isEqualTo(FrameType.JOIN_ROOT.code());
	}

	private CompletableFuture<QuicChannel> visit(TestNode server, ByteBuf bytes, Answer answer) {
		return client.connect(client.tls("stoq-join/1"), server.address()).thenApply(channel -> {
			RawClient.write(channel, bytes, answer);
			return channel;
		});
	}

	private TestNode server(Limits limits, RequestHandler... more) {
		List<RequestHandler> handlers = new ArrayList<>(List.of(more));
		handlers.add(new Echo());
		TestNode node = new TestNode(federation.node(0), new TestSeat(federation.issuer()), limits, Optional.empty())
			.start()
			.listen(new Inbound(handlers, List.of()));
		opened.add(node);
		return node;
	}

	private Connection peer(TestNode server) {
		TestNode node = TestNode.issued(federation.node(2), federation);
		opened.add(node);
		return get(node.transport.connect(server.asPeer(), AMPLE));
	}

	private Greeting admitted(TestNode server) {
		Greeting greeting = client.greet(server.address());
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
		return greeting;
	}

	private static void assertEchoes(Connection connection) {
		assertThat(get(connection.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	private static Limits limits(int connections, int requests) {
		return new Limits(connections, requests, 8, AMPLE, AMPLE, AMPLE, AMPLE, AMPLE, 1);
	}

	private static ByteBuf request(String method) {
		return Frame
			.of(FrameType.REQUEST, Cbor.struct(Map.entry("method", Cbor.of(method)),
					Map.entry("deadline", Cbor.of(5000)), Map.entry("body", Cbor.of(new byte[0]))))
			.encode(Unpooled.buffer().alloc());
	}

	/** The header of a request and one byte of it. */
	private static ByteBuf begun(int length) {
		return Unpooled.directBuffer()
			.writeInt(length)
			.writeByte(1)
			.writeByte(0)
			.writeShort(FrameType.REQUEST.code())
			.writeByte(0);
	}

	/** Passes a client on until the server has begun to answer it, and then only back. */
	private InetSocketAddress relayOfTheFirstFlight(InetSocketAddress server) throws IOException {
		DatagramSocket front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		DatagramSocket back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		opened.add(front);
		opened.add(back);
		back.connect(server);
		CompletableFuture<InetSocketAddress> from = new CompletableFuture<>();
		List<DatagramPacket> answers = Collections.synchronizedList(new ArrayList<>());
		Thread.startVirtualThread(() -> pump(front, packet -> {
			from.complete((InetSocketAddress) packet.getSocketAddress());
			// a Retry and the first flight
			if (answers.size() < 2) {
				back.send(new DatagramPacket(packet.getData(), packet.getLength(), server));
			}
		}));
		Thread.startVirtualThread(() -> pump(back, packet -> {
			answers.add(packet);
			front.send(new DatagramPacket(packet.getData(), packet.getLength(), from.join()));
		}));
		return (InetSocketAddress) front.getLocalSocketAddress();
	}

	private interface Sink {

		void take(DatagramPacket packet) throws IOException;

	}

	private static void pump(DatagramSocket socket, Sink sink) {
		try {
			while (true) {
				DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
				socket.receive(packet);
				sink.take(packet);
			}
		}
		catch (IOException closed) {
			// the test is over
		}
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(2_000_000);
		}
	}

	/** Answers little with much. */
	private static final class Big implements RequestHandler {

		@Override
		public String method() {
			return "test.big";
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return CompletableFuture.completedFuture(new byte[Connection.MAX_MESSAGE]);
		}

	}

}
