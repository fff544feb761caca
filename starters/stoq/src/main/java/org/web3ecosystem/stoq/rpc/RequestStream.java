package org.web3ecosystem.stoq.rpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.carrier.StreamResetException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.LastBytes;
import org.web3ecosystem.stoq.wire.WireException;

/**
 * The caller's end of a stream with one request at a time. The direction to the peer
 * stays open until it has answered: a reset of it is how the peer learns that nobody
 * waits any more. For the event loop alone.
 */
final class RequestStream extends ChannelInboundHandlerAdapter {

	private static final Set<FrameType> ANSWERS = Set.of(FrameType.ANSWER, FrameType.FAILURE);

	private final RequestStreams owner;

	private @Nullable ChannelHandlerContext context;

	private @Nullable CompletableFuture<byte[]> waiting;

	private long answered;

	private boolean finished;

	RequestStream(RequestStreams owner) {
		this.owner = owner;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext added) {
		context = added;
	}

	@Override
	public void channelActive(ChannelHandlerContext active) {
		active.fireChannelActive();
		active.read();
	}

	/** Sends a request, which nobody else is doing. */
	void ask(Frame request, CompletableFuture<byte[]> answer) {
		ChannelHandlerContext to = context();
		waiting = answer;
		expect(ANSWERS);
		answer.whenComplete((value, failure) -> {
			if (failure != null) {
				giveUp(answer);
			}
		});
		to.writeAndFlush(request.encode(to.alloc()));
	}

	/** On whatever thread the caller gives up. */
	private void giveUp(CompletableFuture<byte[]> answer) {
		if (context().executor().inEventLoop()) {
			resetIf(answer);
			return;
		}
		try {
			context().executor().execute(() -> resetIf(answer));
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it every connection
		}
	}

	private void resetIf(CompletableFuture<byte[]> answer) {
		if (waiting == answer) {
			waiting = null;
			StreamCodec.of(context().channel()).ifPresent(codec -> codec.reset(CloseCode.DONE));
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext from, Object message) {
		Frame frame = (Frame) message;
		CompletableFuture<byte[]> answer = waiting;
		if (answer == null) {
			return;
		}
		try {
			if (frame.type() == FrameType.FAILURE) {
				// nobody reads what is left of a request that was refused by its header
				answer.completeExceptionally(Failure.decode(frame).toException());
			}
			else {
				answered(answer, bytes(frame));
			}
		}
		catch (CborException malformed) {
			exceptionCaught(from, new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage())));
		}
	}

	/** Before the caller is told, who may ask the next thing at once. */
	private void answered(CompletableFuture<byte[]> answer, byte[] bytes) {
		waiting = null;
		answered = System.nanoTime();
		expect(Set.of());
		boolean kept = owner.keep(this);
		if (kept) {
			context().read();
		}
		answer.complete(bytes);
		if (!kept) {
			finish();
		}
	}

	private static byte[] bytes(Frame frame) {
		if (Cbor.decode(frame.body(), frame.type().maxBody()) instanceof Cbor.Bytes bytes) {
			return bytes.value();
		}
		throw new CborException("an answer is not a byte string");
	}

	/** Since its last answer. */
	Duration idle() {
		return Duration.ofNanos(System.nanoTime() - answered);
	}

	/** There will be no further request. */
	void finish() {
		finished = true;
		context().writeAndFlush(LastBytes.none());
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext from, Object event) {
		if (event == ChannelInputShutdownReadComplete.INSTANCE) {
			owner.forget(this);
			if (waiting != null) {
				waiting.completeExceptionally(
						new TransportException.Closed("the peer ended the stream without an answer"));
			}
			else if (!finished) {
				from.close();
			}
		}
		from.fireUserEventTriggered(event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext from) {
		end(Endings.explain(from.channel().parent()));
		from.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
		if (cause instanceof StreamResetException) {
			end(new TransportException.Closed("the peer reset the stream"));
			from.close();
		}
		else {
			end(new TransportException.Closed("the peer broke the protocol: " + cause));
			Endings.closeParent(from.channel(), cause);
		}
	}

	private void end(TransportException why) {
		owner.forget(this);
		CompletableFuture<byte[]> answer = waiting;
		waiting = null;
		if (answer != null) {
			answer.completeExceptionally(why);
		}
	}

	private void expect(Set<FrameType> types) {
		context().pipeline().get(FrameDecoder.class).expect(types);
	}

	private ChannelHandlerContext context() {
		ChannelHandlerContext added = context;
		if (added == null) {
			throw new IllegalStateException("in no pipeline");
		}
		return added;
	}

}
