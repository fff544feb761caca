package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server itself answers, without a body, to a request that it could not read,
 * becomes a problem document as every other error is. No handler and no filter sees such
 * a request. The line that the server would log of each at WARN is off: whoever can
 * connect could fill the log with it.
 */
final class UnreadRequests implements ConnectionObserver {

	private static final Logger logger = LoggerFactory.getLogger(UnreadRequests.class);

	private static final String NAME = "problemsOfUnreadRequests";

	private static final String END = "protocolErrors";

	private static final Map<HttpStatus, String> DETAILS = Map.of(HttpStatus.BAD_REQUEST,
			"this cannot be read as an HTTP request: look at the request line, the header fields and the framing of the body",
			HttpStatus.URI_TOO_LONG, "the request line is too long: ask for a shorter path or query",
			HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header fields are too large: send fewer or shorter ones");

	private final ChannelHandler answers;

	UnreadRequests(JsonMapper json) {
		this.answers = new Answers(DETAILS.keySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(HttpStatus::value, status -> document(json, status))));
	}

	/** Of a connection, or of a stream of HTTP/2. */
	@Override
	public void onStateChange(Connection connection, State state) {
		ChannelPipeline pipeline = connection.channel().pipeline();
		if (state == State.CONNECTED && pipeline.get(NAME) == null) {
			// last, where every answer enters
			pipeline.addLast(NAME, answers);
		}
	}

	/** To be called for a connection before it is used. */
	void listenTo(Channel connection) {
		connection.pipeline().addLast(END, ProtocolErrors.INSTANCE);
	}

	private static byte[] document(JsonMapper json, HttpStatus status) {
		return json.writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, DETAILS.get(status)));
	}

	/** Gives a body to those that have none. */
	@ChannelHandler.Sharable
	private static final class Answers extends ChannelOutboundHandlerAdapter {

		private final Map<Integer, byte[]> documents;

		Answers(Map<Integer, byte[]> documents) {
			this.documents = documents;
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
			super.write(context, message instanceof FullHttpResponse empty && isServersOwn(empty)
					? withBody(context, empty) : message, promise);
		}

		/** A problem of our own has a body, an answer to HEAD the length of one. */
		private boolean isServersOwn(FullHttpResponse response) {
			return documents.containsKey(response.status().code()) && !response.content().isReadable()
					&& response.headers().containsValue(HttpHeaderNames.CONTENT_LENGTH, "0", false)
					&& !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
		}

		private FullHttpResponse withBody(ChannelHandlerContext context, FullHttpResponse empty) {
			logger.debug("a request could not be read: status={} remote={}", empty.status().code(),
					context.channel().remoteAddress());
			byte[] document = Objects.requireNonNull(documents.get(empty.status().code()));
			empty.release();
			FullHttpResponse response = new DefaultFullHttpResponse(empty.protocolVersion(), empty.status(),
					Unpooled.wrappedBuffer(document), empty.headers(), empty.trailingHeaders());
			response.headers()
				.set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
				.setInt(HttpHeaderNames.CONTENT_LENGTH, document.length)
				.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
			SecurityHeaders.EVERYWHERE.forEach(response.headers()::set);
			return response;
		}

	}

	/**
	 * A connection on which HTTP/2 is broken has been told so and closed when its failure
	 * arrives here, and one that was reset is gone; at the end of the pipeline either
	 * would be a warning.
	 */
	@ChannelHandler.Sharable
	private static final class ProtocolErrors extends ChannelInboundHandlerAdapter {

		static final ProtocolErrors INSTANCE = new ProtocolErrors();

		/** What was negotiated in the handshake has put itself behind this one. */
		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
			super.userEventTriggered(context, event);
			if (event instanceof SslHandshakeCompletionEvent) {
				context.pipeline().remove(this).addLast(END, this);
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
			if (failure instanceof Http2Exception || failure instanceof IOException) {
				logger.debug("a connection broke the protocol: remote={} because={}", context.channel().remoteAddress(),
						failure.getMessage());
			}
			else {
				super.exceptionCaught(context, failure);
			}
		}

	}

}
