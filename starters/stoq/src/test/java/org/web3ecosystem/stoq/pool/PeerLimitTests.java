package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.pool.RawClient.Answer;
import org.web3ecosystem.stoq.pool.RawClient.Greeting;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.PeerLimits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Admitted peers that ask for more than their share. */
class PeerLimitTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final int FOR_EVER = 1;

	private final TestFederation federation = new TestFederation(3);

	private final RawClient raw = new RawClient(federation);

	private final CompletableFuture<byte[]> slow = new CompletableFuture<>();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		slow.complete(new byte[0]);
		raw.close();
		for (AutoCloseable each : opened) {
			each.close();
		}
	}

	@Test
	void whoAsksTooFastIsToldSoAndNobodyElseNotices() {
		TestNode server = server(new PeerLimits(512, FOR_EVER, 20));
		Connection greedy = connect(1, server);
		Connection other = connect(2, server);
		int refused = 0;
		for (int i = 0; i < 30; i++) {
			refused += isOverloaded(greedy) ? 1 : 0;
		}
		assertThat(refused).isBetween(1, 10);
		assertThat(server.tally.refusals(Tally.Refusal.RATE)).isEqualTo(refused);
		assertThatThrownBy(() -> get(flooded(greedy).open("test.nobody", AMPLE)))
			.isInstanceOf(TransportException.Overloaded.class);
		for (int i = 0; i < 20; i++) {
			assertThat(get(other.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
		}
	}

	@Test
	void aRefusalForHasteTakesNoMemory() {
		TestNode server = server(new PeerLimits(512, FOR_EVER, 1));
		Greeting peer = admitted(server);
		List<Answer> answers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			Answer answer = new Answer();
			answers.add(answer);
			// of the body nothing comes
			RawClient.write(peer.channel(),
					Unpooled.directBuffer()
						.writeInt(Connection.MAX_MESSAGE)
						.writeByte(1)
						.writeByte(0)
						.writeShort(FrameType.REQUEST.code()),
					answer);
		}
		assertThat(get(firstOf(answers))).isEqualTo(FrameType.FAILURE.code());
		assertThat(server.tally.refusals(Tally.Refusal.RATE)).isPositive();
		assertThat(server.tally.refusals(Tally.Refusal.LIMIT)).isZero();
		assertThat(peer.channel().isActive()).isTrue();
	}

	@Test
	void moreConnectionsAreNotMoreRequests() {
		TestNode server = server(new PeerLimits(3, 1_000, 1_000));
		Connection other = connect(2, server);
		List<Answer> answers = new ArrayList<>();
		for (int connection = 0; connection < 2; connection++) {
			Greeting peer = admitted(server);
			for (int i = 0; i < 2; i++) {
				Answer answer = new Answer();
				answers.add(answer);
				get(RawClient.write(peer.channel(), request("test.slow"), answer));
			}
		}
		assertThat(get(firstOf(answers))).isEqualTo(FrameType.FAILURE.code());
		assertThat(server.tally.refusals(Tally.Refusal.LIMIT)).isEqualTo(1);
		assertThat(get(other.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
		slow.complete(new byte[0]);
		answers.forEach(answer -> assertThat(get(answer.type)).isIn(FrameType.FAILURE.code(), FrameType.ANSWER.code()));
		assertThat(answers).filteredOn(answer -> get(answer.type) == FrameType.ANSWER.code()).hasSize(3);
	}

	private static CompletableFuture<Object> firstOf(List<Answer> answers) {
		return CompletableFuture.anyOf(answers.stream().map(answer -> answer.type).toArray(CompletableFuture[]::new));
	}

	private boolean isOverloaded(Connection connection) {
		try {
			get(connection.request("test.echo", new byte[0], AMPLE));
			return false;
		}
		catch (TransportException.Overloaded refused) {
			return true;
		}
	}

	/** After another request that was too much. */
	private Connection flooded(Connection connection) {
		while (!isOverloaded(connection)) {
			// a token has come meanwhile
		}
		return connection;
	}

	private TestNode server(PeerLimits limits) {
		TestNode node = new TestNode(federation.node(0), new TestSeat(federation.issuer()), Limits.DEFAULT.with(limits),
				Optional.empty())
			.start()
			.listen(new Inbound(List.of(new Echo(), new Slow()), List.of()));
		opened.add(node);
		return node;
	}

	private Connection connect(int index, TestNode server) {
		TestNode node = TestNode.issued(federation.node(index), federation);
		opened.add(node);
		return get(node.transport.connect(server.asPeer(), AMPLE));
	}

	private Greeting admitted(TestNode server) {
		Greeting greeting = raw.greet(server.address());
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
		return greeting;
	}

	private static ByteBuf request(String method) {
		return Frame
			.of(FrameType.REQUEST, Cbor.struct(Map.entry("method", Cbor.of(method)),
					Map.entry("deadline", Cbor.of(AMPLE.toMillis())), Map.entry("body", Cbor.of(new byte[0]))))
			.encode(Unpooled.buffer().alloc());
	}

	private final class Slow implements RequestHandler {

		@Override
		public String method() {
			return "test.slow";
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return slow;
		}

	}

}
