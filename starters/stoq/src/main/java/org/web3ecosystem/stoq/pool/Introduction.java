package org.web3ecosystem.stoq.pool;

import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.Patience;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.hello.Judgement;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.RefusedHelloException;
import org.web3ecosystem.stoq.hello.Role;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.rpc.Counterpart;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * The dialling side of the control stream: says HELLO, and holds the connection to be
 * made only when the peer has said HELLO_ACK and this side accepts who said it.
 */
final class Introduction extends ChannelInboundHandlerAdapter {

	private final Dialler dialler;

	private final Carrier carrier;

	private final NodeId expected;

	private final Generation generation;

	private final CompletableFuture<OutgoingConnection> result;

	/** Written before HELLO is sent, read after the answer came. */
	private volatile boolean stapled;

	private @Nullable Session session;

	private @Nullable OutgoingConnection connection;

	Introduction(Dialler dialler, Carrier carrier, NodeId expected, Generation generation,
			CompletableFuture<OutgoingConnection> result) {
		this.dialler = dialler;
		this.carrier = carrier;
		this.expected = expected;
		this.generation = generation;
		this.result = result;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		Patience patience = Patience.begin(context.executor(), dialler.limits().hello(),
				() -> fail(new TransportException.TimedOut("no HELLO_ACK from " + expected.brief()), CloseCode.DONE));
		result.whenComplete((made, failure) -> patience.end());
		OffLoop.run(() -> sayHello(context));
		context.fireChannelActive();
	}

	private void sayHello(ChannelHandlerContext context) {
		try {
			Session established = Session.of(carrier, generation.identity().chain());
			Hello hello = dialler.self()
				.hello(established, Role.CLIENT, Features.OURS, dialler.stapling().isTakenBy(expected));
			stapled = hello.staple() != null;
			context.executor().execute(() -> {
				session = established;
				send(context, Frame.of(FrameType.HELLO, hello.toCbor()));
			});
		}
		catch (RefusedHelloException unfit) {
			refuse(stranger(), unfit.getMessage(), Tally.Refusal.TLS);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Frame frame = (Frame) message;
		Session established = session;
		if (frame.type() == FrameType.GOAWAY) {
			if (connection != null) {
				connection.supersede();
			}
		}
		else if (established == null) {
			fail(new TransportException.Closed("an answer before HELLO"), CloseCode.UNEXPECTED_FRAME);
		}
		else {
			// one answer only; from here on the listening side may say GOAWAY
			context.pipeline().get(FrameDecoder.class).expect(EnumSet.of(FrameType.GOAWAY));
			OffLoop.run(() -> judge(context, frame, established));
		}
	}

	private void judge(ChannelHandlerContext context, Frame frame, Session established) {
		try {
			if (frame.type() == FrameType.HELLO_NACK) {
				refused(Refusal.decode(frame.body()), established);
				return;
			}
			Hello said = Hello.decode(frame.body());
			NodeId peer = dialler.self().verify(said, established, Role.CLIENT);
			if (!peer.equals(expected)) {
				refuse(Origin.of(peer), "wanted " + expected.brief() + ", found " + peer.brief(),
						Tally.Refusal.WRONG_PEER);
				return;
			}
			dialler.judge()
				.judge(established.peer(), peer)
				.exceptionally(failure -> Optional.of(Refusal.cannotJudge(failure)))
				.thenAccept(refusal -> OffLoop.run(() -> conclude(context, established, said, refusal)));
		}
		catch (RefusedHelloException unfit) {
			refuse(stranger(), unfit.getMessage(), Tally.Refusal.HELLO);
		}
	}

	/** The peer does not admit this node. */
	private void refused(Refusal refusal, Session established) {
		NodeId by = (refusal.by().length == 0) ? null
				: dialler.self().verify(Hello.decode(refusal.by()), established, Role.CLIENT);
		if (!expected.equals(by)) {
			if (stapled && refusal.code() == Refusal.Code.HELLO) {
				// what a build from before staples says; the next HELLO has none
				dialler.stapling().notTakenBy(expected);
			}
			refuse(stranger(),
					"refused by somebody who does not prove to be " + expected.brief() + ": " + refusal.reason(),
					Tally.Refusal.HELLO);
			return;
		}
		dialler.heed(refusal.code());
		dialler.tally().refusedBy(expected, refusal.code().counter(), refusal.code().close(), refusal.reason());
		if (refusal.code() == Refusal.Code.STAPLE) {
			dialler.stapling().takenBy(expected);
		}
		fail(refusal.toException("refused by " + expected.brief()), CloseCode.DONE);
	}

	private void conclude(ChannelHandlerContext context, Session established, Hello said, Optional<Refusal> unfit) {
		Judgement judged = dialler.self().judge(said, established, Role.CLIENT, unfit);
		if (judged.refusal().isPresent()) {
			deny(context, judged.refusal().get());
			return;
		}
		if (said.features().has(Features.STAPLE)) {
			dialler.stapling().takenBy(expected);
		}
		OutgoingConnection made = new OutgoingConnection(carrier, new Counterpart(expected, established.peer(),
				judged.falcon(), judged.staple(), said.features().shared(Features.OURS)), generation, dialler.limits(),
				dialler.tally())
			.begin();
		context.executor().execute(() -> connection = made);
		dialler.tally().admitted(carrier.keyExchange());
		if (!result.complete(made)) {
			made.close(CloseCode.DONE);
			return;
		}
		if (!dialler.self().falcon().admits(judged.falcon())) {
			// required since it was judged, and maybe not seen by who looked for such
			made.supersede();
		}
	}

	/** Tells the peer, which may be able to show what is wanted the next time. */
	private void deny(ChannelHandlerContext context, Refusal refusal) {
		dialler.tally()
			.refused(refusal.code().counter(), Origin.of(expected), refusal.code().close(), refusal.reason());
		send(context, Frame.of(FrameType.HELLO_NACK, refusal.toCbor()));
		fail(refusal.toException(expected.brief() + " is not accepted"), refusal.code().close());
	}

	private Origin stranger() {
		return Origin.of(carrier.remote());
	}

	private void refuse(Origin who, @Nullable String reason, Tally.Refusal counter) {
		dialler.tally().refused(counter, who, CloseCode.REFUSED, "dialled: " + reason);
		fail(new TransportException.RefusedIdentity(String.valueOf(reason), false), CloseCode.REFUSED);
	}

	private void fail(TransportException failure, CloseCode code) {
		if (result.completeExceptionally(failure)) {
			// behind what is still to be sent on the control stream
			carrier.channel().eventLoop().execute(() -> Endings.close(carrier, code));
		}
	}

	private static void send(ChannelHandlerContext context, Frame frame) {
		context.writeAndFlush(frame.encode(context.alloc()));
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		result.completeExceptionally(carrier.ending());
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(new TransportException.Closed("HELLO failed: " + OffLoop.unwrap(cause).getMessage()), CloseCode.BAD_FRAME);
		carrier.channel().eventLoop().execute(() -> Endings.close(carrier, CloseCode.BAD_FRAME));
	}

}
