package org.web3ecosystem.stoq.pool;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.pool.RawClient.Answer;
import org.web3ecosystem.stoq.pool.RawClient.Greeting;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** Each kind of bad input has its close code and is counted, and a third peer goes on. */
class BadInputTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(500);

	/** RFC 9000 section 17.2: long header, Initial and Retry. */
	private static final int INITIAL = 0xc0;

	private static final int RETRY = 0xf0;

	private static final int TYPE = 0xf0;

	private static final int INITIAL_SIZE = 1200;

	private static final int INTEGRITY_TAG = 16;

	private final TestFederation federation = new TestFederation(3);

	private final RawClient raw = new RawClient(federation);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		raw.close();
		for (AutoCloseable each : opened) {
			each.close();
		}
	}

	@Test
	void aFrameThatIsCutOffEndsItsConnection() {
		TestNode server = server(Limits.DEFAULT);
		Connection third = third(server);
		Greeting peer = admitted(server);
		QuicStreamChannel stream = get(RawClient.write(peer.channel(), Unpooled.EMPTY_BUFFER));
		ByteBuf request = request("test.echo");
		stream.writeAndFlush(new DefaultQuicStreamFrame(request.readSlice(request.readableBytes() - 1), true));
		assertThat(RawClient.closed(peer).error()).isEqualTo(CloseCode.BAD_FRAME.code());
		assertThat(server.tally.refusals(Tally.Refusal.FRAME)).isEqualTo(1);
		assertEchoes(third);
	}

	@Test
	void aBombInARequestEndsItsConnection() {
		TestNode server = server(Limits.DEFAULT);
		Connection third = third(server);
		int refused = 0;
		for (byte[] bomb : bombs()) {
			Greeting peer = admitted(server);
			RawClient.write(peer.channel(), framed(FrameType.REQUEST, bomb));
			assertThat(RawClient.closed(peer).error()).isEqualTo(CloseCode.BAD_FRAME.code());
			assertThat(server.tally.refusals(Tally.Refusal.FRAME)).isEqualTo(++refused);
		}
		assertEchoes(third);
	}

	@Test
	void aBombInAHelloIsAHelloThatIsRefused() {
		TestNode server = server(limits(AMPLE, SHORT));
		Connection third = third(server);
		int refused = 0;
		for (byte[] bomb : bombs()) {
			QuicChannel channel = get(raw.say(server.address(), framed(FrameType.HELLO, bomb)));
			assertThat(RawClient.closing(CompletableFuture.completedFuture(channel)).error())
				.isEqualTo(CloseCode.REFUSED.code());
			assertThat(server.tally.refusals(Tally.Refusal.HELLO)).isEqualTo(++refused);
		}
		assertEchoes(third);
	}

	@Test
	void aStreamThatNeverEndsIsResetAndItsRoomGivenBack() {
		TestNode server = server(limits(SHORT, AMPLE));
		Connection third = third(server);
		Greeting peer = admitted(server);
		for (int i = 0; i < IncomingConnection.ROOM / Connection.MAX_MESSAGE; i++) {
			get(RawClient.write(peer.channel(), begun()));
		}
		waitFor(() -> server.tally.refusals(Tally.Refusal.SLOW) == IncomingConnection.ROOM / Connection.MAX_MESSAGE);
		waitFor(() -> server.stoq.incoming().stream().allMatch(incoming -> incoming.openStreams() == 0));
		assertThat(peer.channel().isActive()).isTrue();
		assertEchoes(third);
	}

	@Test
	void aPeerThatDoesNotReadItsAnswerLosesTheStream() {
		TestNode server = server(limits(SHORT, AMPLE));
		Connection third = third(server);
		Greeting peer = admitted(server);
		QuicStreamChannel stream = get(RawClient.write(peer.channel(), Unpooled.EMPTY_BUFFER));
		stream.config().setAutoRead(false);
		// and does not end its direction
		stream.writeAndFlush(request("test.echo"));
		waitFor(() -> server.tally.refusals(Tally.Refusal.SLOW) == 1);
		assertThat(peer.channel().isActive()).isTrue();
		assertEchoes(third);
	}

	@Test
	void aFloodOfHellosIsBoundedAndAPeerGoesOn() {
		TestNode server = server(limits(AMPLE, SHORT));
		Connection third = third(server);
		List<QuicChannel> strangers = new ArrayList<>();
		int flood = Guests.STRANGERS + 40;
		for (int i = 0; i < flood; i++) {
			strangers.add(get(raw.say(server.address(), framed(FrameType.HELLO, Cbor.struct().encode()))));
			assertThat(server.tally.liveConnections()).isLessThanOrEqualTo(Guests.STRANGERS + 2);
			assertEchoes(third);
		}
		waitFor(() -> server.tally.refusals(Tally.Refusal.HELLO) == flood);
		waitFor(() -> strangers.stream().noneMatch(Channel::isActive));
	}

	@Test
	void aTraceThatIsNoneIsNoReasonToRefuseARequest() {
		TestNode server = server(Limits.DEFAULT);
		Greeting peer = admitted(server);
		for (Cbor trace : List.of(Cbor.of("no trace"), Cbor.of("0".repeat(100_000)), Cbor.of(1), Cbor.struct())) {
			Answer answer = new Answer();
			RawClient.write(peer.channel(),
					new Frame(FrameType.REQUEST,
							Cbor.struct(Map.entry("method", Cbor.of("test.echo")), Map.entry("deadline", Cbor.of(5000)),
									Map.entry("body", Cbor.of(new byte[0])), Map.entry("trace", trace))
								.encode())
						.encode(Unpooled.buffer().alloc()),
					answer);
			assertThat(get(answer.type)).isEqualTo(FrameType.ANSWER.code());
		}
	}

	@Test
	void requestsLeaveNoStreamBehind() {
		TestNode server = server(Limits.DEFAULT);
		Connection third = third(server);
		for (int i = 0; i < 1_000; i++) {
			assertEchoes(third);
		}
		waitFor(() -> server.stoq.incoming().getFirst().openStreams() == 0);
	}

	@Test
	void aForgedOrStolenTokenMakesNoConnection() throws IOException {
		TestNode server = server(Limits.DEFAULT);
		Connection third = third(server);
		int connections = server.tally.liveConnections();
		try (DatagramSocket here = socket(); DatagramSocket elsewhere = socket()) {
			byte[] retry = exchange(here, server.address(), initial(new byte[0], new byte[8]));
			assertThat(retry[0] & TYPE).isEqualTo(RETRY);
			byte[] token = token(retry);
			byte[] id = sourceId(retry);
			byte[] forged = token.clone();
			forged[12] ^= 1;
			assertThat(exchange(here, server.address(), initial(forged, id))).isEmpty();
			assertThat(exchange(elsewhere, server.address(), initial(token, id))).isEmpty();
			byte[] random = new byte[token.length];
			new Random(7).nextBytes(random);
			assertThat(exchange(here, server.address(), initial(random, id))).isEmpty();
			assertThat(server.tally.liveConnections()).isEqualTo(connections);
			assertThat(server.tally.refusals(Tally.Refusal.TOKEN)).isEqualTo(3);
			// the same from where it was given is good: only what follows it is counted
			here.send(new DatagramPacket(initial(token, id), INITIAL_SIZE, server.address()));
			here.send(new DatagramPacket(initial(forged, id), INITIAL_SIZE, server.address()));
			waitFor(() -> server.tally.refusals(Tally.Refusal.TOKEN) > 3);
			assertThat(server.tally.refusals(Tally.Refusal.TOKEN)).isEqualTo(4);
		}
		assertEchoes(third);
	}

	@Test
	void aFirstPacketThatIsTooShortIsNotAnswered() throws IOException {
		TestNode server = server(Limits.DEFAULT);
		Connection third = third(server);
		byte[] initial = initial(new byte[0], new byte[8]);
		try (DatagramSocket here = socket()) {
			assertThat(exchange(here, server.address(), Arrays.copyOf(initial, INITIAL_SIZE - 1))).isEmpty();
			assertThat(server.tally.refusals(Tally.Refusal.SHORT)).isEqualTo(1);
			assertThat(exchange(here, server.address(), initial)).isNotEmpty();
		}
		assertEchoes(third);
	}

	private static DatagramSocket socket() throws IOException {
		DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		socket.setSoTimeout((int) SHORT.toMillis());
		return socket;
	}

	/** The answer, or nothing. */
	private static byte[] exchange(DatagramSocket socket, InetSocketAddress to, byte[] packet) throws IOException {
		socket.send(new DatagramPacket(packet, packet.length, to));
		DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
		try {
			socket.receive(answer);
			return Arrays.copyOf(answer.getData(), answer.getLength());
		}
		catch (SocketTimeoutException silence) {
			return new byte[0];
		}
	}

	/** An Initial packet; what would be encrypted in it is zero. */
	private static byte[] initial(byte[] token, byte[] destination) {
		ByteBuffer packet = ByteBuffer.allocate(INITIAL_SIZE);
		packet.put((byte) INITIAL).putInt(1).put((byte) destination.length).put(destination);
		packet.put((byte) 8).putLong(42);
		packet.putShort((short) (0x4000 | token.length)).put(token);
		packet.putShort((short) (0x4000 | (packet.remaining() - 2)));
		return packet.array();
	}

	/** RFC 9000 section 17.2.5: behind both connection ids, before the integrity tag. */
	private static byte[] token(byte[] retry) {
		int destination = retry[5];
		int source = retry[6 + destination];
		return Arrays.copyOfRange(retry, 7 + destination + source, retry.length - INTEGRITY_TAG);
	}

	private static byte[] sourceId(byte[] retry) {
		int destination = retry[5];
		int source = retry[6 + destination];
		return Arrays.copyOfRange(retry, 7 + destination, 7 + destination + source);
	}

	/** Deep, wide, long, and each only in what it claims. */
	private static List<byte[]> bombs() {
		byte[] deep = new byte[3_000];
		Arrays.fill(deep, (byte) 0x81);
		byte[] deepMap = new byte[3_000];
		for (int i = 0; i + 2 < deepMap.length; i += 3) {
			deepMap[i] = (byte) 0xa1;
			deepMap[i + 1] = 0x61;
			deepMap[i + 2] = 'a';
		}
		return List.of(deep, deepMap, claim(0x9b), claim(0xbb), claim(0x5b), claim(0x7b));
	}

	private static byte[] claim(int head) {
		return ByteBuffer.allocate(16).put((byte) head).putLong(Long.MAX_VALUE).array();
	}

	private static ByteBuf framed(FrameType type, byte[] body) {
		return new Frame(type, body).encode(Unpooled.buffer().alloc());
	}

	private static ByteBuf request(String method) {
		return Frame
			.of(FrameType.REQUEST, Cbor.struct(Map.entry("method", Cbor.of(method)),
					Map.entry("deadline", Cbor.of(5000)), Map.entry("body", Cbor.of(new byte[0]))))
			.encode(Unpooled.buffer().alloc());
	}

	/** The header of a long request, and one byte of it. */
	private static ByteBuf begun() {
		return Unpooled.directBuffer()
			.writeInt(Connection.MAX_MESSAGE)
			.writeByte(1)
			.writeByte(0)
			.writeShort(FrameType.REQUEST.code())
			.writeByte(0);
	}

	private static Limits limits(Duration answer, Duration hello) {
		return new Limits(512, 64, 8, AMPLE, hello, answer, AMPLE, AMPLE, 1);
	}

	private TestNode server(Limits limits) {
		TestNode node = new TestNode(federation.node(0), new TestSeat(federation.issuer()), limits, Optional.empty())
			.start()
			.listen();
		opened.add(node);
		return node;
	}

	private Connection third(TestNode server) {
		TestNode node = TestNode.issued(federation.node(2), federation);
		opened.add(node);
		return get(node.transport.connect(server.asPeer(), AMPLE));
	}

	private Greeting admitted(TestNode server) {
		Greeting greeting = raw.greet(server.address());
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
		return greeting;
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
