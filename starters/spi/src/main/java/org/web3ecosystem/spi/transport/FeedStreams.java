package org.web3ecosystem.spi.transport;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * The streams over which feeds are reached: the first message is the request.
 *
 * @param handlers by method
 */
record FeedStreams(Map<String, FeedHandler> handlers) implements StreamHandler {

	/** For the request, once the stream is open. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** The longest a feed may last, whatever the caller's deadline. */
	private static final Duration LONGEST = Duration.ofHours(1);

	static FeedStreams of(List<FeedHandler> feeds) {
		Map<String, FeedHandler> handlers = feeds.stream()
			.collect(Collectors.toUnmodifiableMap(FeedHandler::method, Function.identity(), (one, other) -> {
				throw new IllegalArgumentException("two handlers for one feed");
			}));
		return new FeedStreams(handlers);
	}

	@Override
	public String protocol() {
		return FeedMessage.PROTOCOL;
	}

	@Override
	public void accept(NodeId caller, Stream stream) {
		stream.read()
			.toCompletableFuture()
			.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((message, failure) -> {
				if (failure != null || message.isEmpty()) {
					stream.close();
				}
				else {
					Thread.startVirtualThread(() -> begin(caller, stream, message));
				}
			});
	}

	private void begin(NodeId caller, Stream stream, Optional<byte[]> message) {
		try {
			FeedMessage.Request request = FeedMessage.Request.decode(message.orElseThrow());
			long millis = Math.clamp(request.deadline(), 1, LONGEST.toMillis());
			ServedFeed feed = new ServedFeed(caller, stream, Duration.ofMillis(millis));
			FeedHandler handler = handlers.get(request.method());
			if (handler == null) {
				feed.end(new RejectedException("no such feed: " + request.method()));
			}
			else {
				feed.run(handler, request.body());
			}
		}
		catch (CborException malformed) {
			stream.close();
		}
	}

}
