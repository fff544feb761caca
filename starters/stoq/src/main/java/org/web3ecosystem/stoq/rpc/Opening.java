package org.web3ecosystem.stoq.rpc;

import java.util.concurrent.CompletableFuture;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;

import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.carrier.StreamResetException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.WireException;

/** The caller's end of a stream of messages until it is open. */
final class Opening extends ChannelInboundHandlerAdapter {

	private final CompletableFuture<Stream> result;

	private final Runnable onClosed;

	private final Handover handover;

	/**
	 * @param onClosed run when a stream that was open has ended
	 * @param handover of the stream's results
	 */
	Opening(CompletableFuture<Stream> result, Runnable onClosed, Handover handover) {
		this.result = result;
		this.onClosed = onClosed;
		this.handover = handover;
	}

	/** Asks for it; a reset is how the peer learns that nobody wants it any more. */
	void send(Channel stream, Frame frame) {
		result.whenComplete((value, failure) -> {
			if (failure != null) {
				StreamCodec.of(stream).ifPresent(codec -> codec.reset(CloseCode.DONE));
			}
		});
		stream.writeAndFlush(frame.encode(stream.alloc()));
	}

	void fail(TransportException why) {
		result.completeExceptionally(why);
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		context.fireChannelActive();
		context.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Frame frame = (Frame) message;
		try {
			if (frame.type() == FrameType.FAILURE) {
				result.completeExceptionally(Failure.decode(frame).toException());
			}
			else {
				open(context);
			}
		}
		catch (CborException malformed) {
			exceptionCaught(context, new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage())));
		}
	}

	private void open(ChannelHandlerContext context) {
		StoqStream stream = InboundStream.become(context.channel(), this, handover);
		if (result.complete(stream)) {
			context.channel().closeFuture().addListener(closed -> onClosed.run());
		}
		else {
			stream.close();
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
