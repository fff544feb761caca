package org.web3ecosystem.stoq.rpc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.Connection;
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
import org.web3ecosystem.stoq.wire.Tally;
import org.web3ecosystem.stoq.wire.WireException;

/** A stream that an admitted peer opened: its first frame says what it is for. */
final class InboundStream extends ChannelInboundHandlerAdapter {

	private static final Logger LOG = System.getLogger(InboundStream.class.getName());

	private final IncomingConnection connection;

	private @Nullable ScheduledFuture<?> impatience;

	private boolean begun;

	/** What is said of a first frame for which there is no room. */
	private String refusal = "too much is under way on this connection";

	private Tally.Refusal counter = Tally.Refusal.LIMIT;

	/** Tells the handler that nobody waits for it; null before there is one. */
	private @Nullable Consumer<UnavailableException> abandonment;

	/**
	 * Bytes of the connection's room, until the request is answered or the stream ends.
	 */
	private int taken;

	private InboundStream(IncomingConnection connection) {
		this.connection = connection;
	}

	static void install(Channel stream, IncomingConnection connection) {
		InboundStream inbound = new InboundStream(connection);
		stream.pipeline()
			.addLast(new FrameDecoder(EnumSet.of(FrameType.REQUEST, FrameType.OPEN, FrameType.DATAGRAM), inbound::take),
					inbound);
	}

	/**
	 * Takes a token of the peer and room in memory for a first frame; later ones are read
	 * when they are asked for.
	 */
	private boolean take(int length) {
		if (begun) {
			return true;
		}
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

	/** Turns a stream whose first frames are exchanged into one of messages. */
	static StoqStream become(Channel channel, ChannelHandler before) {
		StoqStream stream = new StoqStream(channel);
		channel.config().setAutoRead(false);
		channel.pipeline().get(FrameDecoder.class).expect(EnumSet.of(FrameType.MESSAGE));
		channel.pipeline().replace(before, null, stream);
		return stream;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		connection.opened();
		context.channel().closeFuture().addListener(closed -> {
			connection.closed();
			giveBack();
		});
		impatience = context.executor()
			.schedule(() -> tooSlow(context.channel()), connection.limits().answer().toMillis(), TimeUnit.MILLISECONDS);
		context.fireChannelActive();
		context.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (impatience != null) {
			impatience.cancel(false);
		}
		Frame frame = (Frame) message;
		// alone on its stream
		context.pipeline().get(FrameDecoder.class).expect(EnumSet.noneOf(FrameType.class));
		Channel stream = context.channel();
		try {
			if (frame.type() == FrameType.REQUEST) {
				request(stream, frame.struct().only("method", "deadline", "body", Features.TRACE));
			}
			else if (frame.type() == FrameType.DATAGRAM) {
				connection.datagram(frame.body());
				StreamCodec.of(stream).ifPresent(StreamCodec::closeWhenSent);
			}
			else {
				open(stream, frame.struct().only("protocol").text("protocol"));
			}
		}
		catch (CborException malformed) {
			throw new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage()));
		}
	}

	private void request(Channel stream, Cbor.Struct request) {
		String method = request.text("method");
		byte[] body = request.bytes("body");
		if (body.length > Connection.MAX_MESSAGE) {
			throw new WireException(CloseCode.FRAME_TOO_LARGE, "a request of " + body.length + " bytes");
		}
		long deadline = Math.clamp(request.integer("deadline"), 1, connection.limits().answer().toMillis());
		RequestHandler handler = connection.requestHandler(method);
		if (handler == null) {
			last(stream, new Failure(Failure.Kind.REJECTED, "no such method: " + method).toFrame());
			return;
		}
		if (!connection.requests().tryAcquire()) {
			overloaded(stream, "too many requests on this connection");
			return;
		}
		if (!connection.allowance().requests().tryAcquire()) {
			connection.requests().release();
			overloaded(stream, "too many requests on all connections of this peer");
			return;
		}
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		RemoteCall call = RemoteCall.of(connection.peer(), Duration.ofMillis(deadline), trace(request));
		Thread thread = Thread.ofVirtual().unstarted(() -> handle(handler, call, body, answer));
		Consumer<UnavailableException> abandon = why -> {
			if (answer.completeExceptionally(why)) {
				thread.interrupt();
				call.abandon();
			}
		};
		abandonment = abandon;
		ScheduledFuture<?> timer = stream.eventLoop()
			.schedule(() -> abandon.accept(tooLate(method, deadline)), deadline, TimeUnit.MILLISECONDS);
		answer.whenComplete((result, failure) -> {
			timer.cancel(false);
			// one that the peer does not take is still under way
			last(stream, (failure == null) ? answer(result) : failure(method, OffLoop.unwrap(failure)).toFrame())
				.addListener(written -> {
					connection.allowance().requests().release();
					connection.requests().release();
				});
		});
		thread.start();
		// what comes next is the end of the peer's direction, or that it gives up
		stream.read();
	}

	private UnavailableException tooLate(String method, long deadline) {
		return (deadline < connection.limits().answer().toMillis())
				? new DeadlinePassedException("no answer to " + method + " within " + deadline + " ms")
				: new UnavailableException(method + " took too long here");
	}

	/** One that is no text, or too long, is no reason to refuse a request. */
	private static Optional<String> trace(Cbor.Struct request) {
		return request.find(Features.TRACE)
			.flatMap(item -> (item instanceof Cbor.Text(String text)) ? Optional.of(text) : Optional.empty())
			.filter(text -> text.length() <= TraceParent.MAX_LENGTH);
	}

	private void handle(RequestHandler handler, RemoteCall call, byte[] body, CompletableFuture<byte[]> answer) {
		try {
			handler.handle(call, body).whenComplete((result, failure) -> {
				if (failure == null) {
					answer.complete(result);
				}
				else {
					answer.completeExceptionally(failure);
				}
			});
		}
		catch (RuntimeException failure) {
			answer.completeExceptionally(failure);
		}
	}

	private static Frame answer(byte[] result) {
		return (result.length <= Connection.MAX_MESSAGE) ? Frame.of(FrameType.ANSWER, Cbor.of(result))
				: new Failure(Failure.Kind.UNAVAILABLE, "the answer is too long").toFrame();
	}

	private Failure failure(String method, Throwable cause) {
		if (!(cause instanceof RejectedException) && !(cause instanceof UnavailableException)) {
			LOG.log(Level.WARNING, "handler failed method=" + method + " caller=" + connection.peer().brief(), cause);
		}
		return Failure.of(cause);
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
		StoqStream accepted = become(stream, this);
		Frame opened = Frame.of(FrameType.OPENED, Cbor.struct());
		stream.writeAndFlush(opened.encode(stream.alloc()));
		Thread.startVirtualThread(() -> handler.accept(connection.peer(), accepted));
	}

	private void overloaded(Channel stream, String why) {
		connection.tally().refused(counter);
		last(stream, new Failure(Failure.Kind.OVERLOADED, why).toFrame());
	}

	private void tooSlow(Channel stream) {
		connection.tally().refused(Tally.Refusal.SLOW);
		StreamCodec.of(stream).ifPresent(codec -> codec.reset(CloseCode.TOO_SLOW));
	}

	private ChannelFuture last(Channel stream, Frame frame) {
		ChannelFuture written = stream.writeAndFlush(frame.last(stream.alloc()));
		Future<?> patience = stream.eventLoop()
			.schedule(() -> tooSlow(stream), connection.limits().answer().toMillis(), TimeUnit.MILLISECONDS);
		// it ends when the peer has taken the answer and ended its own direction
		stream.closeFuture().addListener(closed -> patience.cancel(false));
		// reads the peer's FIN, so that the stream can end
		stream.config().setAutoRead(true);
		stream.read();
		return written;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		abandon("the connection ended");
		context.fireChannelInactive();
	}

	private void abandon(String why) {
		if (abandonment != null) {
			abandonment.accept(new UnavailableException(why));
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
		connection.tally().refused(Tally.Refusal.FRAME);
		LOG.log(Level.INFO, "protocol broken peer={0} what={1}", connection.peer().brief(), cause.getMessage());
		Endings.closeParent(context.channel(), cause);
	}

}
