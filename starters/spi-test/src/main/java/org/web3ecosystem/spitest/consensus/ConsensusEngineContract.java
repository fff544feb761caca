package org.web3ecosystem.spitest.consensus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spitest.consensus.RecordingApplication.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The laws of {@link ConsensusEngine}. An implementation extends this class and says how
 * to make replicas; four of them run for the whole class, since starting an engine may
 * take seconds.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ConsensusEngineContract {

	/** How long any wait may last; no latency is asserted. */
	protected static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int N = 4;

	private final List<RecordingApplication> applications = new ArrayList<>();

	private Replicas replicas;

	/** New replicas of a new federation, not started. */
	protected abstract Replicas replicas(int n);

	@BeforeAll
	void startFour() {
		replicas = replicas(N);
		assertThat(replicas.engines()).allSatisfy(engine -> {
			assertThat(engine.report().status()).isEqualTo(Status.STOPPED);
			assertThat(engine.submit(bytes("early"))).isEqualTo(Submission.NOT_ACTIVE);
		});
		for (ConsensusEngine engine : replicas.engines()) {
			RecordingApplication application = new RecordingApplication();
			applications.add(application);
			engine.start(application);
		}
		await(() -> replicas.engines().stream().allMatch(engine -> engine.report().isActive()), this::reports);
	}

	@AfterAll
	void stop() {
		replicas.close();
	}

	@Test
	void everyReplicaCommitsTheSameTransactionsInTheSameOrderAtTheSameTimes() {
		Set<String> submitted = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			submitted.add("order-" + i);
			submit(replicas.engines().get(i % N), "order-" + i);
		}

		await(() -> applications.stream().allMatch(application -> count(application, "order-") == submitted.size()),
				this::reports);

		List<Entry> first = entries(0, "order-");
		assertThat(first).extracting(Entry::transaction).containsExactlyInAnyOrderElementsOf(submitted);
		for (int i = 1; i < N; i++) {
			assertThat(entries(i, "order-")).isEqualTo(first);
		}
	}

	@Test
	void consensusTimesAndPositionsOnlyGrow() {
		for (int i = 0; i < 20; i++) {
			submit(replicas.engines().get(i % N), "time-" + i);
		}

		await(() -> applications.stream().allMatch(application -> count(application, "time-") == 20), this::reports);

		List<Entry> all = applications.getFirst().entries();
		for (int i = 1; i < all.size(); i++) {
			assertThat(all.get(i).consensusTime()).isAfter(all.get(i - 1).consensusTime());
			assertThat(all.get(i).position()).isEqualTo(all.get(i - 1).position() + 1);
		}
	}

	@Test
	void whatWasPreparedComesBackWithItsOwnTransaction() {
		submit(replicas.engines().getFirst(), "prepare-me");

		await(() -> applications.stream().allMatch(application -> count(application, "prepare-me") == 1),
				this::reports);

		for (int i = 0; i < N; i++) {
			assertThat(entries(i, "prepare-me").getFirst().prepared()).isIn(null, "prepared prepare-me");
		}
	}

	@Test
	void aReadNeverSeesHalfABlock() throws InterruptedException {
		ConsensusEngine engine = replicas.engines().getFirst();
		AtomicBoolean sawHalf = new AtomicBoolean();
		AtomicBoolean stop = new AtomicBoolean();
		Thread reader = Thread.ofPlatform().daemon().start(() -> {
			while (!stop.get()) {
				engine.read(RecordingApplication.MARK)
					.filter(value -> !Arrays.equals(value, RecordingApplication.DONE))
					.ifPresent(half -> sawHalf.set(true));
				Thread.onSpinWait();
			}
		});
		for (int i = 0; i < 50; i++) {
			submit(engine, "read-" + i);
		}
		await(() -> count(applications.getFirst(), "read-") == 50, this::reports);
		stop.set(true);
		reader.join();

		assertThat(sawHalf).isFalse();
	}

	@Test
	void whatWasCommittedCanBeRead() {
		submit(replicas.engines().get(1), "visible");

		await(() -> replicas.engines().stream().allMatch(engine -> engine.read(bytes("visible")).isPresent()),
				this::reports);

		assertThat(replicas.engines().get(2).read(bytes("never-submitted"))).isEmpty();
	}

	@Test
	void aSnapshotStaysWhatItIsWhileBlocksGoOn() {
		ConsensusEngine engine = replicas.engines().getFirst();
		submit(engine, "before-the-snapshot");
		await(() -> engine.read(bytes("before-the-snapshot")).isPresent(), this::reports);

		try (ConsensusEngine.Snapshot snapshot = engine.snapshot()) {
			submit(engine, "after-the-snapshot");
			await(() -> engine.read(bytes("after-the-snapshot")).isPresent(), this::reports);

			assertThat(snapshot.get(bytes("before-the-snapshot"))).isPresent();
			assertThat(snapshot.get(bytes("after-the-snapshot"))).isEmpty();
		}
	}

	@Test
	void anEffectCanBeReadOnceItsRoundIsSaidToBeCommitted() {
		submit(replicas.engines().get(3), "told");
		await(() -> count(applications.get(3), "told") == 1, this::reports);
		long round = entries(3, "told").getFirst().round();

		await(() -> applications.get(3).committedRounds().contains(round), this::reports);

		assertThat(replicas.engines().get(3).read(bytes("told"))).isPresent();
	}

	@Test
	void aTransactionLongerThanTheLimitIsRefused() {
		ConsensusEngine engine = replicas.engines().getFirst();
		int limit = engine.report().capabilities().maxTransactionBytes();

		assertThat(engine.submit(new byte[limit + 1])).isEqualTo(Submission.TOO_LARGE);
	}

	@Test
	void aTransactionAtTheLimitIsOrdered() {
		ConsensusEngine engine = replicas.engines().getFirst();
		int limit = engine.report().capabilities().maxTransactionBytes();
		String big = "big-" + "x".repeat(limit - 4);
		submit(engine, big);

		await(() -> applications.stream().allMatch(application -> count(application, big) == 1), this::reports);
	}

	@Test
	void aTransactionTheApplicationRefusesIsNotTaken() {
		assertThat(replicas.engines().getFirst().submit(bytes("!no"))).isEqualTo(Submission.INVALID);
	}

	@Test
	void theReportNamesTheRosterAndTheRound() {
		submit(replicas.engines().getFirst(), "report");
		await(() -> applications.stream().allMatch(application -> count(application, "report") == 1), this::reports);

		EngineReport report = replicas.engines().getFirst().report();

		assertThat(report.n()).isEqualTo(N);
		assertThat(report.round()).isPositive();
		assertThat(report.consensusTime()).isNotNull();
	}

	@Test
	void oneReplicaAloneOrdersAndKeepsItsStateAcrossARestart() {
		try (Replicas alone = replicas(1)) {
			RecordingApplication before = new RecordingApplication();
			ConsensusEngine engine = alone.engines().getFirst();
			engine.start(before);
			await(() -> engine.report().isActive(), () -> engine.report().toString());
			for (int i = 0; i < 5; i++) {
				submit(engine, "alone-" + i);
			}
			await(() -> count(before, "alone-") == 5, () -> engine.report().toString());
			engine.close();
			assertThat(engine.report().status()).isEqualTo(Status.STOPPED);
			assertThat(engine.submit(bytes("late"))).isEqualTo(Submission.NOT_ACTIVE);

			RecordingApplication after = new RecordingApplication();
			ConsensusEngine again = alone.reopen(0);
			again.start(after);
			await(() -> again.report().isActive(), () -> again.report().toString());
			submit(again, "alone-5");
			await(() -> count(after, "alone-5") == 1, () -> again.report().toString());

			Entry last = after.entries().getLast();
			assertThat(last.position()).as("nothing twice, nothing that was never there").isBetween(1L, 6L);
			assertThat(after.restoredCounts()).allSatisfy(count -> assertThat(count).isBetween(0L, 5L));
			after.entries()
				.stream()
				.filter(entry -> entry.position() <= 5)
				.forEach(entry -> assertThat(entry.transaction())
					.isEqualTo(before.entries().get((int) entry.position() - 1).transaction()));
		}
	}

	@Test
	void aRosterThatIsOrderedCountsEverywhereAndNothingIsLostOrAppliedTwice() {
		try (Replicas four = replicas(N)) {
			List<RecordingApplication> recorded = new ArrayList<>();
			Roster three = new Roster(four.roster().members().subList(0, N - 1));
			for (ConsensusEngine engine : four.engines()) {
				RecordingApplication application = new RecordingApplication();
				application.orders("three", three);
				recorded.add(application);
				engine.start(application);
			}
			Supplier<String> reports = () -> four.engines()
				.stream()
				.map(engine -> engine.report().toString())
				.toList()
				.toString();
			await(() -> four.engines().stream().allMatch(engine -> engine.report().isActive()), reports);
			List<? extends ConsensusEngine> staying = four.engines().subList(0, N - 1);
			Set<String> taken = new HashSet<>(Set.of("three"));
			submit(staying.getFirst(), "three");
			for (int i = 0; !inEpoch(staying, 1) && i < 50_000; i++) {
				String next = "across-" + i;
				if (staying.get(i % (N - 1)).submit(bytes(next)) == Submission.TAKEN) {
					taken.add(next);
				}
				pause();
			}
			submit(staying.getFirst(), "after");
			taken.add("after");

			await(() -> recorded.subList(0, N - 1).stream().allMatch(it -> it.entries().size() >= taken.size()),
					reports);

			assertThat(recorded.subList(0, N - 1))
				.allSatisfy(it -> assertThat(it.entries()).extracting(Entry::transaction)
					.containsExactlyInAnyOrderElementsOf(taken));
			assertThat(recorded.get(1).entries()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("prepared")
				.isEqualTo(recorded.get(0).entries());
			assertThat(staying).allSatisfy(engine -> assertThat(engine.report().n()).isEqualTo(N - 1));
			ConsensusEngine left = four.engines().getLast();
			await(() -> left.report().epoch().number() == 1, reports);
			assertThat(left.report().status()).isEqualTo(Status.FROZEN);
			assertThat(left.submit(bytes("not any more"))).isEqualTo(Submission.NOT_ACTIVE);
			assertThat(left.read(bytes("three"))).isPresent();
		}
	}

	private static boolean inEpoch(List<? extends ConsensusEngine> engines, long number) {
		return engines.stream()
			.map(ConsensusEngine::report)
			.allMatch(report -> report.epoch().number() == number && report.isActive());
	}

	private void submit(ConsensusEngine engine, String transaction) {
		await(() -> switch (engine.submit(bytes(transaction))) {
			case TAKEN -> true;
			case FULL, NOT_ACTIVE -> false;
			case TOO_LARGE, INVALID -> throw new AssertionError("refused: " + transaction);
		}, () -> engine.report().toString());
	}

	private List<Entry> entries(int replica, String prefix) {
		return applications.get(replica)
			.entries()
			.stream()
			.filter(entry -> entry.transaction().startsWith(prefix))
			.map(entry -> new Entry(entry.position(), entry.transaction(), entry.consensusTime(), entry.round(), null))
			.toList();
	}

	private static long count(RecordingApplication application, String prefix) {
		return application.entries().stream().filter(entry -> entry.transaction().startsWith(prefix)).count();
	}

	private String reports() {
		return replicas.engines().stream().map(engine -> engine.report().toString()).toList().toString();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Polls until the condition holds; fails with what {@code state} says. */
	protected static void await(BooleanSupplier condition, Supplier<String> state) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("not within " + PATIENCE + ": " + state.get());
			}
			pause();
		}
	}

	private static void pause() {
		try {
			Thread.sleep(10);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", interrupted);
		}
	}

}
