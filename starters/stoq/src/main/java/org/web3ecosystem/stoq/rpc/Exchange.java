package org.web3ecosystem.stoq.rpc;

import java.util.concurrent.CompletableFuture;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;

import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.StreamResetException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.WireException;

/** The caller's end of a stream on which one frame is awaited. */
abstract class Exchange<T> extends ChannelInboundHandlerAdapter {

	private final CompletableFuture<T> result;

	Exchange(CompletableFuture<T> result) {
		this.result = result;
	}

	/** The result that an expected frame is. */
	abstract T read(ChannelHandlerContext context, Frame frame);

	@Override
	public void channelActive(ChannelHandlerContext context) {
		context.fireChannelActive();
		context.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Frame frame = (Frame) message;
		try {
			switch (frame.type()) {
				case FAILURE -> result.completeExceptionally(Failure.decode(frame).toException());
				default -> result.complete(read(context, frame));
			}
		}
		catch (CborException malformed) {
			exceptionCaught(context, new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage())));
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownReadComplete.INSTANCE) {
			result.completeExceptionally(new TransportException.Closed("the peer ended the stream without an answer"));
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		result.completeExceptionally(Endings.explain(context.channel().parent()));
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof StreamResetException) {
			result.completeExceptionally(new TransportException.Closed("the peer reset the stream"));
		}
		else {
			result.completeExceptionally(new TransportException.Closed("the peer broke the protocol: " + cause));
			Endings.closeParent(context.channel(), cause);
		}
	}

}
