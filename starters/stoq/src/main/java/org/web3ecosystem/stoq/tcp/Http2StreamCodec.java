package org.web3ecosystem.stoq.tcp;

import java.util.concurrent.CompletableFuture;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.stoq.carrier.StreamCodec;
import org.web3ecosystem.stoq.carrier.StreamResetException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.LastBytes;

/**
 * An HTTP/2 stream as a tunnel of bytes: CONNECT (RFC 9113 section 8.5), answered with
 * 200, then DATA. END_STREAM ends a direction. RST_STREAM ends both: with NO_ERROR it
 * says only that nothing more is wanted (section 8.1), and what was sent before it
 * counts.
 */
final class Http2StreamCodec extends StreamCodec {

	private static final String AUTHORITY = "stoq";

	private final boolean dials;

	private final CompletableFuture<Void> begun = new CompletableFuture<>();

	private @Nullable ChannelHandlerContext context;

	private @Nullable ChannelFuture last;

	private boolean passed;

	private boolean unwanted;

	private boolean ended;

	/**
	 * @param dials whether this side opens the stream
	 */
	Http2StreamCodec(boolean dials) {
		this.dials = dials;
	}

	/** Done when the peer's limits allow the stream; failed if not. */
	CompletableFuture<Void> begun() {
		return begun;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext added) {
		context = added;
	}

	@Override
	public void channelActive(ChannelHandlerContext active) {
		Http2Headers headers = dials ? new DefaultHttp2Headers().method("CONNECT").authority(AUTHORITY)
				: new DefaultHttp2Headers().status("200");
		active.write(new DefaultHttp2HeadersFrame(headers, false)).addListener(written -> {
			if (written.isSuccess()) {
				begun.complete(null);
			}
			else {
				begun.completeExceptionally(written.cause());
			}
		});
		active.fireChannelActive();
	}

	/** Headers are nothing to who asked for bytes. */
	@Override
	public void channelReadComplete(ChannelHandlerContext from) {
		boolean nothing = !passed && !ended;
		passed = false;
		if (nothing && !from.channel().config().isAutoRead()) {
			from.read();
		}
		from.fireChannelReadComplete();
	}

	@Override
	public void channelRead(ChannelHandlerContext from, Object message) {
		switch (message) {
			case Http2DataFrame data -> {
				ByteBuf content = data.content();
				boolean end = data.isEndStream();
				if (unwanted || !content.isReadable()) {
					content.release();
				}
				else {
					passed = true;
					from.fireChannelRead(content);
				}
				end(from, end);
			}
			case Http2HeadersFrame headers -> end(from, headers.isEndStream());
			default -> ReferenceCountUtil.release(message);
		}
	}

	private void end(ChannelHandlerContext from, boolean end) {
		if (!end || ended) {
			return;
		}
		ended = true;
		if (!unwanted) {
			from.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
			from.fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext from, Object event) {
		switch (event) {
			// what ended the connection did not end the stream
			case ChannelInputShutdownEvent connection -> {
			}
			case ChannelInputShutdownReadComplete connection -> {
			}
			case Http2ResetFrame reset when reset.errorCode() == Http2Error.NO_ERROR.code() -> {
			}
			case Http2ResetFrame reset ->
				from.fireExceptionCaught(new StreamResetException("the peer reset the stream"));
			default -> from.fireUserEventTriggered(event);
		}
	}

	@Override
	public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
		switch (message) {
			case LastBytes bytes -> {
				last = promise;
				to.write(new DefaultHttp2DataFrame(bytes.content(), true), promise);
				if (unwanted) {
					promise.unvoid().addListener(sent -> stopPeer());
				}
			}
			case ByteBuf bytes -> to.write(new DefaultHttp2DataFrame(bytes, false), promise);
			default -> to.write(message, promise);
		}
	}

	@Override
	public boolean isFirst() {
		// HTTP/2 takes streams in order only (RFC 9113 section 5.1.1)
		return true;
	}

	@Override
	public void reset(CloseCode code) {
		ChannelHandlerContext to = context();
		to.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).addListener(sent -> to.close());
	}

	/**
	 * A reset would cut off this side's own direction, so it waits for the end of that.
	 */
	@Override
	public void stop(CloseCode code) {
		if (unwanted) {
			return;
		}
		unwanted = true;
		context().channel().config().setAutoRead(true);
		if (last != null) {
			last.addListener(sent -> stopPeer());
		}
	}

	@Override
	public void closeWhenSent() {
		if (last == null) {
			context().close();
		}
		else {
			stop(CloseCode.DONE);
		}
	}

	private void stopPeer() {
		Channel stream = context().channel();
		if (!ended && stream.isActive()) {
			context().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
				.addListener(sent -> stream.close());
		}
	}

	private ChannelHandlerContext context() {
		ChannelHandlerContext added = context;
		if (added == null) {
			throw new IllegalStateException("in no pipeline");
		}
		return added;
	}

}
