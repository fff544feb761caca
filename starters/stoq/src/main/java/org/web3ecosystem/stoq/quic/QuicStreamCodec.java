package org.web3ecosystem.stoq.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.carrier.StreamResetException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.LastBytes;

/**
 * A QUIC stream, which is bytes already: RESET_STREAM, STOP_SENDING and FIN have names.
 */
final class QuicStreamCodec extends StreamCodec {

	private @Nullable QuicStreamChannel stream;

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		stream = (QuicStreamChannel) context.channel();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		context.write((message instanceof LastBytes last) ? new DefaultQuicStreamFrame(last.content(), true) : message,
				promise);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.fireExceptionCaught((cause instanceof QuicStreamResetException)
				? new StreamResetException("the peer reset the stream") : cause);
	}

	@Override
	public boolean isFirst() {
		return stream().streamId() == 0;
	}

	@Override
	public void reset(CloseCode code) {
		stream().shutdown(code.code()).addListener(done -> stream().close());
	}

	@Override
	public void stop(CloseCode code) {
		stream().shutdownInput(code.code());
	}

	@Override
	public void closeWhenSent() {
		stop(CloseCode.DONE);
		// an empty write ends behind everything that still waits to be sent
		stream().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> stream().close());
	}

	private QuicStreamChannel stream() {
		QuicStreamChannel added = stream;
		if (added == null) {
			throw new IllegalStateException("in no pipeline");
		}
		return added;
	}

}
