package org.web3ecosystem.hypermesh.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.FeedLimits;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class BlockStreamTests {

	@TempDir
	private Path directory;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private BlockFeed feed;

	@BeforeEach
	void open() {
		feed = new BlockFeed(directory, new FeedLimits(100, 64 << 20, 1, Duration.ofMillis(500)), Runnable::run);
		feed.start();
	}

	@AfterEach
	void close() {
		feed.close();
		threads.shutdown();
	}

	@Test
	void aReaderThatTakesNothingIsGivenOneEventAndSentAway() {
		for (int height = 1; height <= 40; height++) {
			feed.accept(block(height, 1));
		}
		Reader reader = new Reader();

		new BlockHandler(feed, () -> new Height(1), threads).stream(new Height(1)).subscribe(reader);

		Awaitility.await().until(() -> reader.failed);
		assertThat(reader.events).hasSize(1);
		assertThat(feed.report().dropped()).isEqualTo(1);
		Awaitility.await().until(() -> feed.report().followers() == 0);
	}

	@Test
	void aLargeEventComesInSmallPieces() {
		feed.accept(block(1, 3_000));
		feed.accept(block(2, 1));

		List<List<byte[]>> events = new BlockHandler(feed, () -> new Height(1), threads).stream(new Height(1))
			.concatMap(Flux::collectList)
			.take(2)
			.collectList()
			.block(Duration.ofSeconds(20));

		assertThat(events).hasSize(2);
		assertThat(events.getFirst()).hasSizeGreaterThan(50)
			.allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(BlockStream.PIECE));
		assertThat(text(events.getFirst())).startsWith("id:1\nevent:block\ndata:{\"height\":1,").endsWith("}\n\n");
		assertThat(text(events.getLast())).startsWith("id:2\nevent:block\ndata:{\"height\":2,").endsWith("}\n\n");
	}

	@Test
	void whoHasAllIsToldThatTheStreamIsThere() {
		feed.accept(block(1, 1));

		List<byte[]> first = new BlockHandler(feed, () -> new Height(1), threads).stream(new Height(2))
			.concatMap(Flux::collectList)
			.blockFirst(Duration.ofSeconds(10));

		assertThat(text(first)).isEqualTo(":here\n\n");
	}

	@Test
	void aPlaceIsTakenForAsLongAsItsThreadRuns() {
		Queue<Runnable> waiting = new ArrayDeque<>();
		BlockHandler handler = new BlockHandler(feed, () -> new Height(1), waiting::add);
		Reader first = new Reader();
		handler.stream(new Height(1)).subscribe(first);

		first.cancel();

		assertThat(feed.report().followers()).isEqualTo(1);
		Reader second = new Reader();
		handler.stream(new Height(1)).subscribe(second);
		assertThat(second.failed).isTrue();
		assertThat(waiting).hasSize(1);
		waiting.remove().run();
		assertThat(feed.report().followers()).isZero();
	}

	@Test
	void aThreadThatWaitsForABlockEndsWithItsReader() {
		feed.accept(block(1, 1));
		List<Future<?>> runs = new CopyOnWriteArrayList<>();
		List<List<byte[]>> events = new CopyOnWriteArrayList<>();
		Disposable reader = new BlockHandler(feed, () -> new Height(1), run -> runs.add(threads.submit(run)))
			.stream(new Height(1))
			.concatMap(Flux::collectList)
			.subscribe(events::add);
		Awaitility.await().until(() -> events.size() == 1);

		reader.dispose();

		Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> runs.getFirst().isDone());
		assertThat(feed.report().followers()).isZero();
	}

	private static String text(List<byte[]> pieces) {
		StringBuilder text = new StringBuilder();
		pieces.forEach(piece -> text.append(new String(piece, StandardCharsets.US_ASCII)));
		return text.toString();
	}

	private static CommittedBlock block(long height, int transactions) {
		CommittedBlock.Executed refused = new CommittedBlock.Executed("ab".repeat(32), new NodeId("cd".repeat(32)),
				"names", Instant.EPOCH, Verdict.rejected("no"));
		return new CommittedBlock(Epoch.GENESIS, new Height(height), Instant.EPOCH, new byte[32],
				Collections.nCopies(transactions, refused), 0);
	}

	/** Asks for as many events as a server does, and takes none of them. */
	private static final class Reader extends BaseSubscriber<Flux<byte[]>> {

		final List<Flux<byte[]>> events = new CopyOnWriteArrayList<>();

		volatile boolean failed;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(32);
		}

		@Override
		protected void hookOnNext(Flux<byte[]> event) {
			events.add(event);
		}

		@Override
		protected void hookOnError(Throwable failure) {
			failed = failure instanceof UnavailableException;
		}

	}

}
