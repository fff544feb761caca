package org.web3ecosystem.stoq.rpc;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.LastBytes;
import org.web3ecosystem.stoq.wire.WireException;

/**
 * Messages over one stream. Reads from the network only when somebody reads here, so the
 * carrier's flow control holds the writer back. Fields without a volatile are the event
 * loop's.
 */
final class StoqStream extends ChannelInboundHandlerAdapter implements Stream {

	/** What a writer that waits for nothing may pile up. */
	private static final long MAX_UNSENT = 8L << 20;

	/**
	 * What is taken without waiting until it is sent: less than the carrier takes at
	 * once.
	 */
	private static final long AT_ONCE = 64L << 10;

	/** How long a closed stream may take to send what was finished before. */
	private static final long LINGER_SECONDS = 30;

	private final Channel channel;

	private final Handover handover;

	private final Queue<byte[]> arrived = new ArrayDeque<>();

	private final AtomicLong unsent = new AtomicLong();

	private final AtomicBoolean finished = new AtomicBoolean();

	private @Nullable CompletableFuture<Optional<byte[]>> reader;

	private boolean ended;

	private boolean broken;

	StoqStream(Channel channel, Handover handover) {
		this.channel = channel;
		this.handover = handover;
	}

	@Override
	public CompletionStage<Void> write(byte[] message) {
		if (message.length > Connection.MAX_MESSAGE) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"a message of " + message.length + " bytes is longer than " + Connection.MAX_MESSAGE));
		}
		if (finished.get() || !channel.isActive()) {
			return CompletableFuture.failedFuture(closed());
		}
		long waiting = unsent.addAndGet(message.length);
		if (waiting > MAX_UNSENT) {
			unsent.addAndGet(-message.length);
			return CompletableFuture
				.failedFuture(new TransportException.Overloaded("more than " + MAX_UNSENT + " bytes wait to be sent"));
		}
		Frame frame = Frame.of(FrameType.MESSAGE, Cbor.of(message));
		ChannelFuture written = channel.writeAndFlush(frame.encode(channel.alloc()));
		written.addListener(done -> unsent.addAndGet(-message.length));
		CompletableFuture<Void> taken = new CompletableFuture<>();
		if (waiting <= AT_ONCE) {
			taken.complete(null);
			return taken;
		}
		follow(written, taken);
		return handover.hand(taken);
	}

	@Override
	public CompletionStage<Optional<byte[]>> read() {
		CompletableFuture<Optional<byte[]>> promise = new CompletableFuture<>();
		onLoop(() -> readOnLoop(promise), () -> promise.completeExceptionally(closed()));
		return handover.hand(promise);
	}

	private void readOnLoop(CompletableFuture<Optional<byte[]>> promise) {
		byte[] message = arrived.poll();
		if (message != null) {
			promise.complete(Optional.of(message));
		}
		else if (ended) {
			promise.complete(Optional.empty());
		}
		else if (broken) {
			promise.completeExceptionally(closed());
		}
		else if (reader != null) {
			promise.completeExceptionally(new IllegalStateException("one read at a time"));
		}
		else {
			reader = promise;
			channel.read();
		}
	}

	@Override
	public CompletionStage<Void> finish() {
		if (!finished.compareAndSet(false, true)) {
			return CompletableFuture.completedFuture(null);
		}
		// queued behind what was written: a shutdown of the output would overtake it
		CompletableFuture<Void> sent = new CompletableFuture<>();
		onLoop(() -> follow(channel.writeAndFlush(LastBytes.none()), sent), () -> sent.completeExceptionally(closed()));
		return handover.hand(sent);
	}

	/** What was finished before still arrives; what was not is cut off. */
	@Override
	public void close() {
		boolean cutOff = finished.compareAndSet(false, true);
		onLoop(() -> {
			breakOff();
			if (cutOff) {
				StreamCodec.of(channel).ifPresent(codec -> codec.reset(CloseCode.DONE));
			}
			else {
				StreamCodec.of(channel).ifPresent(codec -> {
					channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
					codec.closeWhenSent();
				});
			}
		}, () -> {
		});
	}

	private void onLoop(Runnable task, Runnable otherwise) {
		if (channel.eventLoop().inEventLoop()) {
			task.run();
			return;
		}
		try {
			channel.eventLoop().execute(task);
		}
		catch (RejectedExecutionException gone) {
			otherwise.run();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		byte[] content = content((Frame) message);
		CompletableFuture<Optional<byte[]>> receiver = reader;
		if (receiver == null) {
			arrived.add(content);
		}
		else {
			reader = null;
			receiver.complete(Optional.of(content));
		}
	}

	private static byte[] content(Frame frame) {
		try {
			byte[] content = (Cbor.decode(frame.body(), frame.type().maxBody()) instanceof Cbor.Bytes bytes)
					? bytes.value() : null;
			if (content == null || content.length > Connection.MAX_MESSAGE) {
				throw new WireException(CloseCode.BAD_FRAME, "not a message of at most " + Connection.MAX_MESSAGE);
			}
			return content;
		}
		catch (CborException malformed) {
			throw new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage()));
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownReadComplete.INSTANCE && !broken) {
			ended = true;
			CompletableFuture<Optional<byte[]>> receiver = reader;
			reader = null;
			if (receiver != null) {
				receiver.complete(Optional.empty());
			}
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		breakOff();
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		breakOff();
		if (cause instanceof WireException) {
			Endings.closeParent(channel, cause);
		}
		else {
			channel.close();
		}
	}

	private void breakOff() {
		broken = broken || !ended;
		CompletableFuture<Optional<byte[]>> receiver = reader;
		reader = null;
		if (receiver != null) {
			receiver.completeExceptionally(closed());
		}
	}

	private void follow(ChannelFuture future, CompletableFuture<Void> result) {
		future.addListener(done -> {
			if (done.isSuccess()) {
				result.complete(null);
			}
			else {
				result.completeExceptionally(closed());
			}
		});
	}

	private TransportException closed() {
		return Carrier.of(channel.parent()).isActive() ? new TransportException.Closed("the stream is closed")
				: new TransportException.Closed("the stream's connection is closed");
	}

}
