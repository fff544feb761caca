package org.web3ecosystem.stoq.rpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.carrier.StreamResetException;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.LastBytes;
import org.web3ecosystem.stoq.wire.Tally;
import org.web3ecosystem.stoq.wire.WireException;

/**
 * A stream that an admitted peer opened: its first frame says what it is for. One of
 * requests may carry several, one after the other, if both sides can. For the event loop
 * alone.
 */
final class InboundStream extends ChannelInboundHandlerAdapter {

	private static final Set<FrameType> FIRST = Set.of(FrameType.REQUEST, FrameType.OPEN, FrameType.DATAGRAM);

	private static final Set<FrameType> NEXT = Set.of(FrameType.REQUEST);

	/** How long a stream that has its answer waits; the caller ends it long before. */
	private static final Duration NEXT_WITHIN = Duration.ofSeconds(30);

	private final IncomingConnection connection;

	/** What happens if nothing happens. */
	private @Nullable ScheduledFuture<?> impatience;

	/** The header of a frame was judged; its answer is not sent yet. */
	private boolean begun;

	/** Counted as under way. */
	private boolean open;

	private boolean peerEnded;

	private boolean finished;

	/** What is said of a first frame for which there is no room. */
	private String refusal = "too much is under way on this connection";

	private Tally.Refusal counter = Tally.Refusal.LIMIT;

	private @Nullable IncomingRequest request;

	/** Bytes of the connection's room, until the request is answered. */
	private int taken;

	private InboundStream(IncomingConnection connection) {
		this.connection = connection;
	}

	static void install(Channel stream, IncomingConnection connection) {
		InboundStream inbound = new InboundStream(connection);
		stream.pipeline().addLast(new FrameDecoder(FIRST, inbound::take), inbound);
	}

	/**
	 * Takes a token of the peer and room in memory for a frame; those of a stream of
	 * messages are read when they are asked for.
	 */
	private boolean take(int length) {
		if (begun) {
			return true;
		}
		count(true);
		if (!connection.allowance().spend()) {
			refusal = "more than " + connection.limits().peer().perSecond() + " requests a second";
			counter = Tally.Refusal.RATE;
			return false;
		}
		begun = connection.room().tryAcquire(length);
		taken = begun ? length : 0;
		return begun;
	}

	private void giveBack() {
		connection.room().release(taken);
		taken = 0;
	}

	private void count(boolean underWay) {
		if (open != underWay) {
			open = underWay;
			if (underWay) {
				connection.opened();
			}
			else {
				connection.closed();
			}
		}
	}

	/** Turns a stream whose first frames are exchanged into one of messages. */
	static StoqStream become(Channel channel, ChannelHandler before, Handover handover) {
		StoqStream stream = new StoqStream(channel, handover);
		channel.config().setAutoRead(false);
		channel.pipeline().get(FrameDecoder.class).expect(Set.of(FrameType.MESSAGE));
		channel.pipeline().replace(before, null, stream);
		return stream;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		Channel stream = context.channel();
		count(true);
		stream.closeFuture().addListener(closed -> {
			await(null, Duration.ZERO, stream);
			count(false);
			giveBack();
		});
		await(this::tooSlow, connection.limits().answer(), stream);
		context.fireChannelActive();
		context.read();
	}

	/** Does something with the stream if nothing else happens; null waits for nothing. */
	private void await(@Nullable Consequence consequence, Duration patience, Channel stream) {
		if (impatience != null) {
			impatience.cancel(false);
			impatience = null;
		}
		if (consequence != null && stream.isOpen()) {
			impatience = stream.eventLoop()
				.schedule(() -> consequence.of(stream), patience.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private interface Consequence {

		void of(Channel stream);

	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel stream = context.channel();
		await(null, Duration.ZERO, stream);
		Frame frame = (Frame) message;
		// alone on its stream, or until it is answered
		expect(stream, Set.of());
		try {
			switch (frame.type()) {
				case REQUEST -> request(stream, frame.struct().only("method", "deadline", "body", Features.TRACE));
				case DATAGRAM -> {
					connection.datagram(frame.body());
					StreamCodec.of(stream).ifPresent(StreamCodec::closeWhenSent);
				}
				default -> open(stream, frame.struct().only("protocol").text("protocol"));
			}
		}
		catch (CborException malformed) {
			throw new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage()));
		}
	}

	private static void expect(Channel stream, Set<FrameType> types) {
		stream.pipeline().get(FrameDecoder.class).expect(types);
	}

	private void request(Channel stream, Cbor.Struct asked) {
		String method = asked.text("method");
		RequestHandler handler = connection.requestHandler(method);
		if (handler == null) {
			last(stream, new Failure(Failure.Kind.REJECTED, "no such method: " + method).toFrame());
			return;
		}
		IncomingRequest begins = IncomingRequest.of(asked, connection, handler);
		if (!connection.requests().tryAcquire()) {
			overloaded(stream, "too many requests on this connection");
			return;
		}
		if (!connection.allowance().requests().tryAcquire()) {
			connection.requests().release();
			overloaded(stream, "too many requests on all connections of this peer");
			return;
		}
		request = begins;
		begins.begin(stream.eventLoop(), answer -> {
			request = null;
			// one that the peer does not take is still under way
			answer(stream, answer).addListener(written -> {
				connection.allowance().requests().release();
				connection.requests().release();
			});
		});
		// what comes next is the end of the peer's direction, or that it gives up
		stream.read();
	}

	private ChannelFuture answer(Channel stream, Frame answer) {
		if (answer.type() == FrameType.FAILURE || peerEnded || !connection.reuses()) {
			return last(stream, answer);
		}
		await(this::tooSlow, connection.limits().answer(), stream);
		ChannelFuture written = stream.writeAndFlush(answer.encode(stream.alloc()));
		return written.addListener(done -> {
			if (done.isSuccess()) {
				next(stream);
			}
		});
	}

	/** The stream is free for another request. */
	private void next(Channel stream) {
		begun = false;
		giveBack();
		count(false);
		if (peerEnded) {
			finish(stream);
			return;
		}
		expect(stream, NEXT);
		await(idle -> {
			finish(idle);
			StreamCodec.of(idle).ifPresent(StreamCodec::closeWhenSent);
		}, NEXT_WITHIN, stream);
	}

	/** Nothing more comes from here. */
	private void finish(Channel stream) {
		if (!finished) {
			finished = true;
			stream.writeAndFlush(LastBytes.none());
		}
	}

	private void open(Channel stream, String protocol) {
		StreamHandler handler = connection.streamHandler(protocol);
		if (handler == null) {
			last(stream, new Failure(Failure.Kind.REJECTED, "no such protocol: " + protocol).toFrame());
			return;
		}
		if (!connection.streams().tryAcquire()) {
			overloaded(stream, "too many streams on this connection");
			return;
		}
		stream.closeFuture().addListener(closed -> connection.streams().release());
		boolean here = handler.isNonBlocking();
		StoqStream accepted = become(stream, this, here ? Handover.ON_LOOP : Handover.OFF_LOOP);
		Frame opened = Frame.of(FrameType.OPENED, Cbor.struct());
		stream.writeAndFlush(opened.encode(stream.alloc()));
		if (here) {
			handler.accept(connection.peer(), accepted);
		}
		else {
			Thread.startVirtualThread(() -> handler.accept(connection.peer(), accepted));
		}
	}

	private void overloaded(Channel stream, String why) {
		connection.refused(counter, null, why);
		last(stream, new Failure(Failure.Kind.OVERLOADED, why).toFrame());
	}

	private void tooSlow(Channel stream) {
		connection.refused(Tally.Refusal.SLOW, null,
				"a stream on which nothing went on for " + connection.limits().answer().toMillis() + " ms was reset");
		StreamCodec.of(stream).ifPresent(codec -> codec.reset(CloseCode.TOO_SLOW));
	}

	/** It ends when the peer has taken the answer and ended its own direction. */
	private ChannelFuture last(Channel stream, Frame frame) {
		finished = true;
		await(this::tooSlow, connection.limits().answer(), stream);
		ChannelFuture written = stream.writeAndFlush(frame.last(stream.alloc()));
		// reads the peer's FIN, so that the stream can end
		stream.config().setAutoRead(true);
		stream.read();
		return written;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownReadComplete.INSTANCE) {
			peerEnded = true;
			if (!begun) {
				finish(context.channel());
			}
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		abandon("the connection ended");
		context.fireChannelInactive();
	}

	private void abandon(String why) {
		if (request != null) {
			request.abandon(new UnavailableException(why));
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof StreamResetException) {
			abandon("the caller gave up");
			context.channel().close();
			return;
		}
		if (cause instanceof WireException wire && wire.code() == CloseCode.OVERLOADED) {
			Channel stream = context.channel();
			// nobody reads what is left of the frame
			StreamCodec.of(stream).ifPresent(codec -> codec.stop(CloseCode.OVERLOADED));
			overloaded(stream, refusal);
			return;
		}
		CloseCode code = Endings.code(cause);
		connection.refused(Tally.Refusal.FRAME, code, String.valueOf(cause.getMessage()));
		Endings.close(context.channel().parent(), code);
	}

}
