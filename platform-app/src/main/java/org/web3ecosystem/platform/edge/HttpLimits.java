package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.netty.http.server.HttpServer;

/**
 * What one web port puts up with: how many connections, how long one may be silent, and
 * how long a body may pause. A stream of events that is being written is not silence.
 */
final class HttpLimits {

	/** At most so many connections to one port; those beyond are closed at once. */
	static final int CONNECTIONS = 512;

	private static final Duration SILENCE = Duration.ofSeconds(30);

	private final AtomicInteger open = new AtomicInteger();

	HttpServer apply(HttpServer server) {
		return server.idleTimeout(SILENCE).readTimeout(SILENCE).doOnChannelInit((observer, channel, remote) -> {
			int now = open.incrementAndGet();
			channel.closeFuture().addListener(closed -> open.decrementAndGet());
			if (now > CONNECTIONS) {
				channel.close();
			}
		});
	}

}
