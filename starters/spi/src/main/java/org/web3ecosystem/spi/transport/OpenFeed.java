package org.web3ecosystem.spi.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.cbor.CborException;

/** The caller's end of a feed, over a stream of its own. */
final class OpenFeed implements Feed {

	private final Stream stream;

	private final CompletableFuture<Void> late;

	private final AtomicBoolean reading = new AtomicBoolean();

	private volatile boolean timedOut;

	/** How it ended; null before. */
	private volatile @Nullable CompletableFuture<Optional<byte[]>> over;

	static CompletionStage<Feed> open(Connection connection, String method, byte[] request, Duration deadline) {
		if (request.length > FeedHandler.MAX_ITEM) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"a request of " + request.length + " bytes is longer than " + FeedHandler.MAX_ITEM));
		}
		long until = System.nanoTime() + deadline.toNanos();
		return connection.open(FeedMessage.PROTOCOL, deadline).thenApply(stream -> {
			long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
			OpenFeed feed = new OpenFeed(stream, method, left);
			// if it fails, so does what is read
			stream.write(new FeedMessage.Request(method, left, request).encode());
			return feed;
		});
	}

	private OpenFeed(Stream stream, String method, long millis) {
		this.stream = stream;
		this.late = new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
		late.thenRun(() -> {
			timedOut = true;
			end(CompletableFuture.failedFuture(
					new TransportException.TimedOut("the feed " + method + " did not end within its deadline")));
		});
	}

	@Override
	public CompletionStage<Optional<byte[]>> next() {
		CompletableFuture<Optional<byte[]>> ended = over;
		if (ended != null) {
			return ended.copy();
		}
		if (!reading.compareAndSet(false, true)) {
			return CompletableFuture.failedFuture(new IllegalStateException("one at a time"));
		}
		return stream.read().handle(this::read).thenCompose(result -> result);
	}

	private CompletionStage<Optional<byte[]>> read(@Nullable Optional<byte[]> message, @Nullable Throwable failure) {
		reading.set(false);
		if (failure != null || message == null) {
			return end(CompletableFuture.failedFuture(unwrap(failure)));
		}
		if (message.isEmpty()) {
			return end(CompletableFuture
				.failedFuture(new TransportException.Closed("the peer ended the feed without saying how")));
		}
		try {
			return switch (FeedMessage.decodeAnswer(message.get())) {
				case FeedMessage.Item(byte[] content) -> CompletableFuture.completedFuture(Optional.of(content));
				case FeedMessage.Failure why -> end(CompletableFuture.failedFuture(why.toException()));
				case FeedMessage.End end -> end(CompletableFuture.completedFuture(Optional.empty()));
				case FeedMessage.Request request -> throw new CborException("a request is no answer");
			};
		}
		catch (CborException malformed) {
			return end(CompletableFuture
				.failedFuture(new TransportException.Closed("the peer broke the protocol: " + malformed.getMessage())));
		}
	}

	/** The first end counts. */
	private CompletableFuture<Optional<byte[]>> end(CompletableFuture<Optional<byte[]>> how) {
		CompletableFuture<Optional<byte[]>> first;
		synchronized (this) {
			first = (over != null) ? over : how;
			over = first;
		}
		if (!timedOut) {
			late.cancel(false);
		}
		stream.close();
		return first.copy();
	}

	@Override
	public void close() {
		end(CompletableFuture.failedFuture(new TransportException.Closed("the feed is closed")));
	}

	private static Throwable unwrap(@Nullable Throwable failure) {
		if (failure instanceof CompletionException && failure.getCause() != null) {
			return failure.getCause();
		}
		return (failure != null) ? failure : new TransportException.Closed("the stream ended");
	}

}
