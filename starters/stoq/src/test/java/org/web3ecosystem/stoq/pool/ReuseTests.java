package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.pool.RawClient.Greeting;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.PeerLimits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** Streams that carry one request after the other, seen from outside. */
class ReuseTests {

	private static final String ENDED = "ended";

	private final TestFederation federation = new TestFederation(3);

	private final RawClient client = new RawClient(federation);

	private final Heard heard = new Heard();

	private TestNode server = null;

	@AfterEach
	void close() {
		client.close();
		if (server != null) {
			server.close();
		}
	}

	@Test
	void aStreamCarriesOneRequestAfterTheOther() throws Exception {
		QuicStreamChannel stream = get(
				RawClient.write(greeted(PeerLimits.DEFAULT, Features.OURS).channel(), request(), heard));
		for (int i = 0; i < 3; i++) {
			assertThat(heard.next()).isEqualTo(FrameType.ANSWER.name());
			assertThat(heard.frames).isEmpty();
			stream.writeAndFlush(request());
		}
		assertThat(heard.next()).isEqualTo(FrameType.ANSWER.name());
		stream.shutdownOutput();
		assertThat(heard.next()).isEqualTo(ENDED);
	}

	@Test
	void aRequestBeforeTheAnswerEndsTheConnection() {
		Greeting peer = greeted(PeerLimits.DEFAULT, Features.OURS);
		RawClient.write(peer.channel(), Unpooled.wrappedBuffer(request(), request()), heard);
		assertThat(RawClient.closed(peer).error()).isEqualTo(CloseCode.UNEXPECTED_FRAME.code());
	}

	@Test
	void whoDoesNotKnowOfItFindsItsStreamEndedByTheAnswer() throws Exception {
		RawClient.write(greeted(PeerLimits.DEFAULT, Features.NONE).channel(), request(), heard);
		assertThat(heard.next()).isEqualTo(FrameType.ANSWER.name());
		assertThat(heard.next()).isEqualTo(ENDED);
	}

	@Test
	void eachRequestTakesOfWhatThePeerMayAsk() throws Exception {
		QuicStreamChannel stream = get(
				RawClient.write(greeted(new PeerLimits(8, 1, 2), Features.OURS).channel(), request(), heard));
		assertThat(heard.next()).isEqualTo(FrameType.ANSWER.name());
		stream.writeAndFlush(request());
		assertThat(heard.next()).isEqualTo(FrameType.ANSWER.name());
		stream.writeAndFlush(request());
		assertThat(heard.next()).isEqualTo(FrameType.FAILURE.name());
		assertThat(heard.next()).isEqualTo(ENDED);
		assertThat(server.tally.refusals(Tally.Refusal.RATE)).isOne();
	}

	private Greeting greeted(PeerLimits ofEach, Features features) {
		server = new TestNode(federation.node(0), new TestSeat(federation.issuer()), Limits.DEFAULT.with(ofEach),
				Optional.empty())
			.start()
			.listen(new Inbound(List.of(new Echo()), List.of()));
		Greeting greeting = client.greet(server.address(), hello -> hello.with(features));
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
		return greeting;
	}

	private static ByteBuf request() {
		return Frame
			.of(FrameType.REQUEST, Cbor.struct(Map.entry("method", Cbor.of("test.echo")),
					Map.entry("deadline", Cbor.of(5000)), Map.entry("body", Cbor.of(new byte[0]))))
			.encode(Unpooled.buffer().alloc());
	}

	/** Keeps the types of the frames that come, each of which comes alone. */
	private static final class Heard extends ChannelInboundHandlerAdapter {

		private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

		private String next() throws InterruptedException {
			return frames.poll(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			int type = bytes.getUnsignedShort(bytes.readerIndex() + 6);
			bytes.release();
			for (FrameType known : FrameType.values()) {
				if (known.code() == type) {
					frames.add(known.name());
				}
			}
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof ChannelInputShutdownReadComplete) {
				frames.add(ENDED);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			frames.add(ENDED);
		}

	}

}
