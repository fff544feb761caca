package org.web3ecosystem.stoq.carrier;

import java.util.Optional;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;

import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * The first handler of every stream. Behind it a stream is bytes in both directions,
 * whatever carries it: {@code ByteBuf}s come and go, the last go as
 * {@link org.web3ecosystem.stoq.wire.LastBytes}; that the peer's direction has ended
 * comes as {@code ChannelInputShutdownReadComplete} behind its last byte, that the peer
 * broke the stream off as {@link StreamResetException}. Nothing is read that was not
 * asked for unless the stream reads by itself. For the event loop alone.
 */
public abstract class StreamCodec extends ChannelDuplexHandler {

	/** The one of this stream; empty when the stream has ended. */
	public static Optional<StreamCodec> of(Channel stream) {
		return Optional.ofNullable(stream.pipeline().get(StreamCodec.class));
	}

	/** Whether this is the first stream that the dialling side opened. */
	public abstract boolean isFirst();

	/** Breaks off both directions; what is queued is lost. */
	public abstract void reset(CloseCode code);

	/** Whatever else comes is not wanted; the peer is told to stop sending. */
	public abstract void stop(CloseCode code);

	/**
	 * Ends a stream whose last bytes were written, when they are sent; what comes until
	 * then is not wanted.
	 */
	public abstract void closeWhenSent();

}
