package org.web3ecosystem.spitest.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Feed;
import org.web3ecosystem.spi.transport.FeedHandler;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Laws of feeds: items in order, back-pressure, the deadline of the whole, cancellation,
 * and how it ended behind the last item. A part of {@link TransportProviderContract}.
 */
abstract class FeedLaws extends DirectLaws {

	private static final int CHUNK = 64 << 10;

	/** Far more than any window and buffer on the way. */
	private static final int MUCH = 1024;

	private final AtomicInteger sent = new AtomicInteger();

	private final BlockingQueue<Call> feeds = new LinkedBlockingQueue<>();

	private final BlockingQueue<Boolean> interruptedFeeds = new LinkedBlockingQueue<>();

	@Test
	void aFeedGivesItsItemsInOrderAndThenItsEnd() throws Exception {
		Connection connection = connect();
		for (int many : new int[] { 0, 1, 500 }) {
			try (Feed feed = get(connection.feed("test.count", ByteBuffer.allocate(4).putInt(many).array(), AMPLE))) {
				for (int i = 0; i < many; i++) {
					assertThat(get(feed.next())).hasValueSatisfying(bytesOf(i));
				}
				assertThat(get(feed.next())).isEmpty();
				assertThat(get(feed.next())).isEmpty();
			}
		}
	}

	private static Consumer<byte[]> bytesOf(int number) {
		return item -> assertThat(ByteBuffer.wrap(item).getInt()).isEqualTo(number);
	}

	@Test
	void aFeedsFailureComesBehindItsItems() throws Exception {
		Connection connection = connect();
		Feed rejected = get(connection.feed("test.three-and-no-more", new byte[0], AMPLE));
		for (int i = 0; i < 3; i++) {
			assertThat(get(rejected.next())).isPresent();
		}
		assertThatThrownBy(() -> get(rejected.next())).isInstanceOfSatisfying(TransportException.RemoteFailure.class,
				failure -> {
					assertThat(failure.isRejected()).isTrue();
					assertThat(failure).hasMessageContaining("not for you");
				});
		Feed broken = get(connection.feed("test.broken-feed", new byte[0], AMPLE));
		assertThatThrownBy(() -> get(broken.next())).isInstanceOfSatisfying(TransportException.RemoteFailure.class,
				failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
		Feed nobody = get(connection.feed("test.no-such-feed", new byte[0], AMPLE));
		assertThatThrownBy(() -> get(nobody.next())).isInstanceOfSatisfying(TransportException.RemoteFailure.class,
				failure -> assertThat(failure.isRejected()).isTrue());
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
	}

	@Test
	void aFeedThatNobodyReadsIsHeldUpAndGoesOnWhenSomebodyDoes() throws Exception {
		Feed feed = get(connect().feed("test.endless", new byte[0], AMPLE.multipliedBy(6)));
		int held = waitUntilStill();
		assertThat(held).as("items of 64 KiB taken without a reader").isLessThan(MUCH);
		for (int i = 0; i <= held; i++) {
			assertThat(get(feed.next())).hasValueSatisfying(bytesOf(i));
		}
		feed.close();
	}

	private int waitUntilStill() {
		int before;
		do {
			before = sent.get();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
		}
		while (sent.get() == 0 || (sent.get() != before && before < MUCH));
		return before;
	}

	@Test
	void aFeedEndsAtItsDeadlineOnBothSides() throws Exception {
		Feed feed = get(connect().feed("test.silent", new byte[0], SHORT.multipliedBy(2)));
		assertFails(feed.next(), TransportException.TimedOut.class);
		assertFails(feed.next(), TransportException.TimedOut.class);
		assertThat(interruptedFeeds.poll(2 * AMPLE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whoFeedsIsToldThatNobodyWantsMore() throws Exception {
		Connection connection = connect();
		Feed feed = get(connection.feed("test.endless", new byte[0], AMPLE));
		assertThat(get(feed.next())).isPresent();
		feed.close();
		Call call = feeds.poll(2 * AMPLE.toSeconds(), TimeUnit.SECONDS);
		assertThat(call).isNotNull();
		get(call.abandoned());
		assertFails(feed.next(), TransportException.Closed.class);
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
	}

	@Test
	void anItemHasALargestSizeAndOneGoesAtATime() throws Exception {
		Connection connection = connect();
		Feed feed = get(connection.feed("test.greedy", new byte[0], AMPLE));
		assertThat(get(feed.next())).hasValueSatisfying(item -> assertThat(item).hasSize(FeedHandler.MAX_ITEM));
		Optional<byte[]> verdict = get(feed.next());
		while (verdict.isPresent() && verdict.get().length == 0) {
			verdict = get(feed.next());
		}
		assertThat(verdict.map(CallLaws::text)).contains("too long, too soon");
		assertThat(get(feed.next())).isEmpty();
		assertFails(connection.feed("test.count", new byte[FeedHandler.MAX_ITEM + 1], AMPLE),
				TransportException.Overloaded.class);
	}

	/** What the server feeds. */
	List<FeedHandler> feeds() {
		return List.of(
				new Fed("test.count", (call, request, items) -> count(items, 0, ByteBuffer.wrap(request).getInt())),
				new Fed("test.three-and-no-more", (call, request, items) -> count(items, 0, 3).thenRun(() -> {
					throw new RejectedException("not for you");
				})), new Fed("test.broken-feed", (call, request, items) -> {
					throw new IllegalStateException("a secret");
				}), new Fed("test.endless", (call, request, items) -> {
					feeds.add(call);
					return pour(items, 0);
				}), new Fed("test.silent", (call, request, items) -> block()), new Fed("test.greedy", this::greedy));
	}

	private static CompletionStage<Void> count(FeedHandler.Items items, int next, int many) {
		return (next == many) ? CompletableFuture.completedFuture(null)
				: items.send(ByteBuffer.allocate(4).putInt(next).array())
					.thenCompose(taken -> count(items, next + 1, many));
	}

	/** On a thread of its own, as a handler may do. */
	private CompletionStage<Void> pour(FeedHandler.Items items, int first) {
		return CompletableFuture.runAsync(() -> {
			for (int i = first; i < 64 * MUCH; i++) {
				items.send(ByteBuffer.allocate(CHUNK).putInt(i).array()).toCompletableFuture().join();
				sent.incrementAndGet();
			}
		}, Thread::startVirtualThread);
	}

	private CompletionStage<Void> block() {
		try {
			new Semaphore(0).acquire();
		}
		catch (InterruptedException nobodyWaits) {
			interruptedFeeds.add(true);
		}
		return CompletableFuture.completedFuture(null);
	}

	private CompletionStage<Void> greedy(Call call, byte[] request, FeedHandler.Items items) {
		String tooLong = fails(items.send(new byte[FeedHandler.MAX_ITEM + 1]), TransportException.Overloaded.class)
				? "too long" : "taken";
		CompletableFuture<Void> first = items.send(new byte[FeedHandler.MAX_ITEM]).toCompletableFuture();
		boolean early = !first.isDone();
		CompletionStage<Void> second = early ? items.send(new byte[0]) : CompletableFuture.completedFuture(null);
		boolean refused = fails(second, IllegalStateException.class);
		// taken meanwhile: then it was not too soon
		String soon = (!early || refused || first.isDone()) ? "too soon" : "taken";
		CompletionStage<Void> before = refused ? first : first.thenCombine(second, (one, two) -> null);
		return before.thenCompose(taken -> items.send(bytes(tooLong + ", " + soon)));
	}

	private static boolean fails(CompletionStage<Void> stage, Class<? extends RuntimeException> how) {
		return stage.toCompletableFuture().isCompletedExceptionally()
				&& how.isInstance(stage.toCompletableFuture().exceptionNow());
	}

	private interface Feeding {

		CompletionStage<Void> feed(Call call, byte[] request, FeedHandler.Items items);

	}

	private record Fed(String method, Feeding feeding) implements FeedHandler {

		@Override
		public CompletionStage<Void> handle(Call call, byte[] request, Items items) {
			return feeding.feed(call, request, items);
		}

	}

}
