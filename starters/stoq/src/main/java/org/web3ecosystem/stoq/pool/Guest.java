package org.web3ecosystem.stoq.pool;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Chatter;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.hello.Judgement;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.RefusedHelloException;
import org.web3ecosystem.stoq.hello.Role;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.rpc.Counterpart;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.tls.Alpn;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;
import org.web3ecosystem.stoq.wire.WireException;

/**
 * Somebody who connected. Until a HELLO on the first stream is accepted, nothing else is
 * heard; a guest of the join protocol is shown to the door. State is the event loop's.
 */
final class Guest extends ChannelInboundHandlerAdapter {

	private final StoqListener listener;

	private final Carrier carrier;

	/** Not told any more once the connection has ended. */
	private @Nullable InetSocketAddress from;

	private boolean greeted;

	private boolean finished;

	/** Counted as such; nobody is refused twice before being admitted. */
	private boolean refused;

	private volatile @Nullable IncomingConnection connection;

	Guest(StoqListener listener, Carrier carrier) {
		this.listener = listener;
		this.carrier = carrier;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		from = carrier.remote();
		context.executor().schedule(this::dawdled, listener.patience(from).toMillis(), TimeUnit.MILLISECONDS);
	}

	/** QUIC itself would wait for the idle limit, and for ever if packets keep coming. */
	private void dawdled() {
		if (!carrier.isActive() && carrier.channel().isOpen()) {
			refused(Tally.Refusal.TLS, null, "no TLS handshake in time");
			carrier.channel().close();
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		context.executor().schedule(this::impatience, listener.helloPatience(from).toMillis(), TimeUnit.MILLISECONDS);
		context.fireChannelActive();
	}

	private void impatience() {
		if (connection == null && !finished && carrier.isActive()) {
			refuse(Tally.Refusal.HELLO, CloseCode.HELLO_TIMEOUT, "no HELLO in time");
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			refused(Tally.Refusal.TLS, null, "TLS: " + Endings.words(handshake.cause()));
		}
		if (event instanceof Chatter chatter && carrier.isActive()) {
			chatter(chatter.what());
		}
		context.fireUserEventTriggered(event);
	}

	/** A peer may do so as often as it may ask for something. */
	private void chatter(String what) {
		IncomingConnection admitted = connection;
		if (admitted == null) {
			refuse(Tally.Refusal.HELLO, CloseCode.UNEXPECTED_FRAME, what + " before HELLO");
		}
		else if (!admitted.spend()) {
			refuse(Tally.Refusal.RATE, CloseCode.OVERLOADED, what + " without end");
		}
	}

	/** A datagram; nobody's is heard before HELLO. */
	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf datagram)) {
			context.fireChannelRead(message);
			return;
		}
		try {
			IncomingConnection admitted = connection;
			if (admitted != null) {
				admitted.datagram(ByteBufUtil.getBytes(datagram));
			}
		}
		catch (WireException wrong) {
			refuse(Tally.Refusal.FRAME, wrong.code(), "a datagram: " + wrong.getMessage());
		}
		finally {
			datagram.release();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) instanceof Http2Exception broken) {
			refused(counter(broken), null, "HTTP/2 error " + broken.error() + ": " + broken.getMessage());
		}
		// TLS and QUIC tell the peer what happened; the event above counts it
		carrier.channel().close();
	}

	/** Who resets, pings or sends nothing too often is told to be calm. */
	private static Tally.Refusal counter(Http2Exception broken) {
		return (broken.error() == Http2Error.ENHANCE_YOUR_CALM) ? Tally.Refusal.RATE : Tally.Refusal.HTTP2;
	}

	/** The guest opened a stream. */
	void stream(Channel stream) {
		if (Alpn.isJoin(Session.protocol(carrier))) {
			finished = true;
			if (greeted || !listener.door().serve(stream)) {
				Endings.close(carrier, CloseCode.OVERLOADED);
			}
			greeted = true;
		}
		else if (connection != null) {
			connection.serve(stream);
		}
		else if (!greeted && StreamCodec.of(stream).filter(StreamCodec::isFirst).isPresent()) {
			greeted = true;
			stream.pipeline().addLast(new FrameDecoder(EnumSet.of(FrameType.HELLO)), new Control());
		}
		else {
			refuse(Tally.Refusal.HELLO, CloseCode.UNEXPECTED_FRAME, "a stream before HELLO");
		}
	}

	/** Ends the connection and counts why. */
	void refuse(Tally.Refusal refusal, CloseCode code, String why) {
		refused(refusal, code, why);
		Endings.close(carrier, code);
	}

	private void refused(Tally.Refusal refusal, @Nullable CloseCode code, String why) {
		IncomingConnection admitted = connection;
		refused(refusal, (admitted != null) ? Origin.of(admitted.peer()) : Origin.of(from), code, why);
	}

	private void refused(Tally.Refusal refusal, Origin who, @Nullable CloseCode code, String why) {
		boolean again = refused || (refusal == Tally.Refusal.TLS && !listener.attempts().refuse(carrier.attempt()));
		if (!again) {
			refused = connection == null;
			listener.tally().refused(refusal, who, code, why);
		}
	}

	Optional<IncomingConnection> connection() {
		return Optional.ofNullable(connection);
	}

	Carrier carrier() {
		return carrier;
	}

	/** The control stream. */
	private final class Control extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.fireChannelActive();
			// not before: what has arrived already would be read past this handler
			context.channel().config().setAutoRead(true);
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			Frame frame = (Frame) message;
			// one frame at a time: what comes before it is asked for ends the connection
			expect(context, EnumSet.noneOf(FrameType.class));
			if (frame.type() == FrameType.HELLO) {
				OffLoop.run(() -> judge(context, frame));
			}
			else {
				OffLoop.run(() -> refusedBack(context, frame));
			}
		}

		private void judge(ChannelHandlerContext context, Frame frame) {
			try {
				Session session = Session.accepted(carrier,
						carrier.channel().attr(Attributes.GENERATION).get().identity().chain());
				// first who it is, then what it shows: nobody else learns why it is
				// refused
				Hello said = Hello.decode(frame.body());
				NodeId peer = listener.self().verify(said, session, Role.SERVER);
				listener.judge()
					.judge(session.peer(), peer)
					.exceptionally(failure -> Optional.of(Refusal.cannotJudge(failure)))
					.thenAccept(refusal -> OffLoop.run(() -> conclude(context, session, said, refusal)));
			}
			catch (RefusedHelloException unfit) {
				Refusal refusal = new Refusal(Refusal.Code.HELLO, String.valueOf(unfit.getMessage()), new byte[0]);
				context.executor().execute(() -> refuse(context, refusal, Origin.of(from)));
			}
		}

		private void conclude(ChannelHandlerContext context, Session session, Hello said, Optional<Refusal> unfit) {
			Self self = listener.self();
			Judgement judged = self.judge(said, session, Role.SERVER, unfit);
			if (judged.refusal().isPresent()) {
				Refusal signed = judged.refusal().get().by(self.bareHello(session, Role.SERVER));
				Origin peer = Origin.of(NodeId.of(said.nodeKey()));
				context.executor().execute(() -> refuse(context, signed, peer));
				return;
			}
			Features shared = said.features().shared(Features.OURS);
			Counterpart peer = new Counterpart(NodeId.of(said.nodeKey()), session.peer(), judged.falcon(),
					judged.staple(), shared);
			Frame ack = Frame.of(FrameType.HELLO_ACK,
					self.hello(session, Role.SERVER, shared, shared.has(Features.STAPLE)).toCbor());
			context.executor().execute(() -> admit(context, peer, ack));
		}

		private void admit(ChannelHandlerContext context, Counterpart peer, Frame ack) {
			if (!carrier.isActive()) {
				return;
			}
			// the other side may still not accept this node
			expect(context, EnumSet.of(FrameType.HELLO_NACK));
			IncomingConnection made = new IncomingConnection(context.channel(), peer, listener.inbound(),
					listener.limits(), listener.tally(), listener.allowances().enter(peer.id()));
			carrier.channel().closeFuture().addListener(closed -> listener.allowances().leave(peer.id()));
			connection = made;
			listener.tally().admitted(carrier.keyExchange());
			listener.admit(Guest.this, peer.id());
			context.writeAndFlush(ack.encode(context.alloc()));
			if (!listener.self().falcon().admits(peer.falcon())) {
				// required since it was judged, and maybe not seen by who looked for such
				made.drain();
			}
		}

		private static void expect(ChannelHandlerContext context, Set<FrameType> types) {
			context.pipeline().get(FrameDecoder.class).expect(types);
		}

		private void refuse(ChannelHandlerContext context, Refusal refusal, Origin who) {
			refused(refusal.code().counter(), who, refusal.code().close(), refusal.reason());
			finished = true;
			Frame nack = Frame.of(FrameType.HELLO_NACK, refusal.toCbor());
			// the dialling side closes when it has read why; this side does if it does
			// not
			context.writeAndFlush(nack.encode(context.alloc()));
			context.executor()
				.schedule(() -> Endings.close(carrier, refusal.code().close()), listener.limits().hello().toMillis(),
						TimeUnit.MILLISECONDS);
		}

		/** This node was refused by the peer it admitted. */
		private void refusedBack(ChannelHandlerContext context, Frame frame) {
			try {
				Refusal.Code code = Refusal.decode(frame.body()).code();
				if (connection != null) {
					listener.heed(code);
				}
			}
			catch (RefusedHelloException malformed) {
				context.executor()
					.execute(() -> Guest.this.refuse(Tally.Refusal.FRAME, CloseCode.BAD_FRAME,
							String.valueOf(malformed.getMessage())));
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			Guest.this.refuse(Tally.Refusal.FRAME, Endings.code(cause), String.valueOf(cause.getMessage()));
		}

	}

}
