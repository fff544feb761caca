package org.web3ecosystem.bench.stoq;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/**
 * The other end of {@link Asking}: the first byte of a stream says whether what follows
 * comes back, or whether bytes are poured out for as long as somebody takes them.
 */
final class Answering extends SimpleChannelInboundHandler<ByteBuf> {

	static final byte ECHO = 'e';

	static final byte POUR = 'p';

	/** What a download consists of, for every peer. */
	static final byte[] CHUNK = new byte[64 << 10];

	private static final ByteBuf BYTES = Unpooled
		.unreleasableBuffer(Unpooled.directBuffer(CHUNK.length, CHUNK.length).writeBytes(CHUNK));

	private boolean begun;

	private boolean pours;

	private boolean pouring;

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
		if (!begun) {
			begun = true;
			pours = message.readByte() == POUR;
		}
		if (pours) {
			pour(context);
		}
		else if (message.isReadable()) {
			context.writeAndFlush(message.retain(), context.voidPromise());
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (pours) {
			pour(context);
		}
	}

	/** Writing changes the writability and comes back here. */
	private void pour(ChannelHandlerContext context) {
		if (pouring) {
			return;
		}
		pouring = true;
		while (context.channel().isActive() && context.channel().isWritable()) {
			context.writeAndFlush(BYTES.duplicate());
		}
		pouring = false;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
