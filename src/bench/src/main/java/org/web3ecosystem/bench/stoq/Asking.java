package org.web3ecosystem.bench.stoq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.jspecify.annotations.Nullable;

/** The dialling end of one stream without STOQ: one exchange at a time, or a download. */
final class Asking extends SimpleChannelInboundHandler<ByteBuf> {

	private final CompletableFuture<Channel> answered = new CompletableFuture<>();

	private @Nullable CompletableFuture<Channel> waiting = answered;

	/** Of the answer, still to come. */
	private int missing = 1;

	private volatile @Nullable LongAdder counted;

	/** First of all: done when the other side answered. */
	CompletableFuture<Channel> greet(Channel channel) {
		channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] { Answering.ECHO, 1 }));
		return answered;
	}

	/** First of all: counts what comes from now on. */
	void download(Channel channel, LongAdder bytes) {
		counted = bytes;
		channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] { Answering.POUR }));
	}

	/** After the greeting. */
	CompletableFuture<Channel> exchange(Channel channel, byte[] message) {
		CompletableFuture<Channel> result = new CompletableFuture<>();
		waiting = result;
		missing = message.length;
		channel.writeAndFlush(Unpooled.wrappedBuffer(message), channel.voidPromise());
		return result;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
		LongAdder bytes = counted;
		if (bytes != null) {
			bytes.add(message.readableBytes());
			return;
		}
		missing -= message.readableBytes();
		CompletableFuture<Channel> waited = waiting;
		if (missing == 0 && waited != null) {
			waiting = null;
			waited.complete(context.channel());
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		fail(new IllegalStateException("the connection ended"));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(cause);
		context.close();
	}

	private void fail(Throwable cause) {
		CompletableFuture<Channel> waited = waiting;
		waiting = null;
		if (waited != null) {
			waited.completeExceptionally(cause);
		}
	}

}
