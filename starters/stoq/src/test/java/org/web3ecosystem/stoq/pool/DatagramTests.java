package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.DatagramHandler;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.pool.RawClient.Greeting;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.PeerLimits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** Datagrams of QUIC. */
class DatagramTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	/** As long as a name may be. */
	private static final String LONGEST = "test." + "d".repeat(59);

	private final TestFederation federation = new TestFederation(3);

	private final RawClient raw = new RawClient(federation);

	private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		raw.close();
		for (AutoCloseable each : opened) {
			each.close();
		}
	}

	@Test
	void theLongestWithTheLongestNameFitsIntoAPacket() throws Exception {
		Connection connection = connect(server(Limits.DEFAULT));
		byte[] arrived = null;
		for (int attempt = 0; arrived == null && attempt < AMPLE.toSeconds(); attempt++) {
			get(connection.send(LONGEST, new byte[Connection.MAX_DATAGRAM]));
			arrived = received.poll(1, TimeUnit.SECONDS);
		}
		assertThat(arrived).hasSize(Connection.MAX_DATAGRAM);
	}

	@Test
	void garbageEndsTheConnectionItCameOnAndNoOther() {
		TestNode server = server(Limits.DEFAULT);
		Connection third = connect(server);
		Greeting peer = admitted(server);
		peer.channel().writeAndFlush(Unpooled.wrappedBuffer(new byte[] { 1, 2, 3 }));
		assertThat(RawClient.closed(peer).error()).isEqualTo(CloseCode.BAD_FRAME.code());
		assertThat(server.tally.refusals(Tally.Refusal.FRAME)).isEqualTo(1);
		assertThat(get(third.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	@Test
	void nobodysIsHeardBeforeHello() {
		TestNode server = server(Limits.DEFAULT);
		QuicChannel stranger = get(raw.connect(raw.tls("stoq/1"), server.address()));
		for (int i = 0; i < 10; i++) {
			stranger.writeAndFlush(Unpooled.wrappedBuffer(new byte[] { 1, 2, 3 }));
		}
		// behind them on the same path
		Connection third = connect(server);
		assertThat(get(third.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
		assertThat(received).isEmpty();
		assertThat(server.tally.refusals(Tally.Refusal.FRAME)).isZero();
		assertThat(stranger.isActive()).isTrue();
	}

	@Test
	void theyAreCountedAgainstTheRateOfTheirPeer() {
		TestNode server = server(Limits.DEFAULT.with(new PeerLimits(512, 1, 20)));
		Connection connection = connect(server);
		waitFor(() -> {
			get(connection.send(LONGEST, new byte[1]));
			return server.tally.refusals(Tally.Refusal.RATE) > 0;
		});
	}

	private TestNode server(Limits limits) {
		TestNode node = new TestNode(federation.node(0), new TestSeat(federation.issuer()), limits, Optional.empty(),
				Fallback.OFF)
			.start()
			.listen(new Inbound(List.of(new Echo()), List.of(), List.of(new Taker())));
		opened.add(node);
		return node;
	}

	private Connection connect(TestNode server) {
		TestNode node = new TestNode(federation.node(2), new TestSeat(federation.issuer()), Limits.DEFAULT,
				Optional.empty(), Fallback.OFF)
			.start();
		opened.add(node);
		return get(node.transport.connect(server.asPeer(), AMPLE));
	}

	private Greeting admitted(TestNode server) {
		Greeting greeting = raw.greet(server.address());
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
		return greeting;
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(2_000_000);
		}
	}

	private final class Taker implements DatagramHandler {

		@Override
		public String protocol() {
			return LONGEST;
		}

		@Override
		public void received(NodeId caller, byte[] datagram) {
			received.add(datagram);
		}

	}

}
