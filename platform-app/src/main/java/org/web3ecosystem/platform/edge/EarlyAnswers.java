package org.web3ecosystem.platform.edge;

import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;

/**
 * Tells an HTTP/2 client whose request was answered before it was sent whole that the
 * rest is not wanted: RST_STREAM with NO_ERROR after the complete answer (RFC 9113,
 * section 8.1). Without that a client ends its body short, which is a protocol error.
 */
final class EarlyAnswers implements ConnectionObserver {

	@Override
	public void onStateChange(Connection connection, State state) {
		if (state == State.DISCONNECTING && connection.channel() instanceof Http2StreamChannel stream
				&& stream.stream().state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
			stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
		}
	}

}
