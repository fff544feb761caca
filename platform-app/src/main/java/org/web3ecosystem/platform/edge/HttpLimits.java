package org.web3ecosystem.platform.edge;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/**
 * What one web port puts up with: how many connections, how many of them from one source,
 * how long one may be silent, and how long a body may pause; and what it says to requests
 * that it cannot read. A stream of events that is being written is not silence.
 */
final class HttpLimits {

	private final EdgeProperties.Http limits;

	private final UnreadRequests unread;

	private final AtomicInteger open = new AtomicInteger();

	/** No longer than there are connections. */
	private final Map<Source, Integer> sources = new ConcurrentHashMap<>();

	HttpLimits(EdgeProperties.Http limits, UnreadRequests unread) {
		this.limits = limits;
		this.unread = unread;
	}

	HttpServer apply(HttpServer server) {
		return server.idleTimeout(limits.silence())
			.readTimeout(limits.silence())
			.requestTimeout(limits.request())
			.childObserve(unread)
			// what is handed in as the remote address is null at a server
			.doOnChannelInit((observer, channel, none) -> {
				unread.listenTo(channel);
				channel.pipeline().addLast(new AfterHandshake(limits.silence()));
				count(channel, channel.remoteAddress());
			});
	}

	private void count(Channel channel, @Nullable SocketAddress remote) {
		int now = open.incrementAndGet();
		channel.closeFuture().addListener(closed -> open.decrementAndGet());
		int ofSource = countSource(channel, remote);
		if (now > limits.connections() || ofSource > limits.connectionsPerSource()) {
			channel.close();
		}
	}

	private int countSource(Channel channel, @Nullable SocketAddress remote) {
		if (!(remote instanceof InetSocketAddress internet) || internet.getAddress() == null) {
			return 0;
		}
		Source source = Source.of(internet.getAddress());
		channel.closeFuture()
			.addListener(closed -> sources.computeIfPresent(source, (known, count) -> count == 1 ? null : count - 1));
		return sources.merge(source, 1, Integer::sum);
	}

	/** What was negotiated is in the pipeline when the event has passed it. */
	private static final class AfterHandshake extends ChannelInboundHandlerAdapter {

		private final Duration silence;

		AfterHandshake(Duration silence) {
			this.silence = silence;
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
			super.userEventTriggered(context, event);
			if (event instanceof SslHandshakeCompletionEvent) {
				Http2Silence.replace(context.pipeline(), silence);
				context.pipeline().remove(this);
			}
		}

	}

}
