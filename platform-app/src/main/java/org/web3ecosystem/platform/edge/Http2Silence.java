package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import reactor.netty.NettyPipeline;

/**
 * Ends an HTTP/2 connection on which nothing moves. While a request is being answered
 * that is no silence of the client's: then it is put up with for longer than any answer
 * takes, where the server's own handler would end the connection in the midst of it.
 */
final class Http2Silence extends IdleStateHandler {

	/** How many times as long, while a stream is open. */
	private static final int PATIENCE = 10;

	private final Http2FrameCodec codec;

	private int silences;

	private Http2Silence(Http2FrameCodec codec, Duration silence) {
		super(0, 0, silence.toMillis(), TimeUnit.MILLISECONDS);
		this.codec = codec;
	}

	/** Takes the place of the server's own, if HTTP/2 is spoken. */
	static void replace(ChannelPipeline pipeline, Duration silence) {
		Http2FrameCodec codec = pipeline.get(Http2FrameCodec.class);
		if (codec != null && pipeline.get(NettyPipeline.IdleTimeoutHandler) != null) {
			pipeline.replace(NettyPipeline.IdleTimeoutHandler, NettyPipeline.IdleTimeoutHandler,
					new Http2Silence(codec, silence));
		}
	}

	@Override
	protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
		silences = event.isFirst() ? 1 : silences + 1;
		if (codec.connection().numActiveStreams() == 0 || silences >= PATIENCE) {
			context.close();
		}
	}

}
