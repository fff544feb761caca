package org.web3ecosystem.bootstrap.served;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;

/**
 * Asks the config server again while the node runs. What can be taken is kept first and
 * comes into force then, so that a start which follows does not know less than the node
 * did; what cannot changes nothing.
 */
public final class TableWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TableWatch.class);

	private static final Duration CLOSING = Duration.ofSeconds(2);

	private final Source source;

	private final Taker taker;

	private final Duration interval;

	private final RandomGenerator random;

	private final InstantSource clock;

	private final AtomicLongArray counts = new AtomicLongArray(TableLook.Finding.values().length);

	private @Nullable String known;

	/** Of the answer that is known; empty if it is in force. */
	private List<String> refusals = List.of();

	private volatile @Nullable TableLook last;

	private @Nullable ScheduledExecutorService thread;

	/**
	 * @param interval the longest time between two questions
	 */
	public TableWatch(Source source, Taker taker, Duration interval, RandomGenerator random, InstantSource clock) {
		this.source = source;
		this.taker = taker;
		this.interval = interval;
		this.random = random;
		this.clock = clock;
	}

	/** Who is asked. */
	@FunctionalInterface
	public interface Source {

		/**
		 * @param known the entity tag of the last answer that was looked at
		 * @return empty if that is still the answer
		 */
		Optional<ConfigServerClient.Answer> ask(@Nullable String known) throws IOException, InterruptedException;

	}

	/** Who goes by the table. */
	public interface Taker {

		/** Why it cannot be taken now; empty if it can. */
		List<String> refusals(ServedTable table);

		/**
		 * Keeps it and goes by it.
		 * @return whether it is another than before
		 * @throws IOException if it cannot be kept; then it is not gone by either
		 */
		boolean take(ServedTable table) throws IOException;

	}

	/**
	 * Begins.
	 * @param name of the thread
	 */
	public synchronized void start(String name) {
		if (thread == null) {
			thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
			next(thread);
		}
	}

	/** Waits for what may be written just now: the node leaves its home after this. */
	@Override
	public synchronized void close() {
		if (thread == null) {
			return;
		}
		thread.shutdownNow();
		try {
			if (!thread.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("asking for the table did not end within {} s", CLOSING.toSeconds());
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** What came of the last question; null before there was one. */
	public @Nullable TableLook last() {
		return last;
	}

	/** How many questions ended so. */
	public long count(TableLook.Finding finding) {
		return counts.get(finding.ordinal());
	}

	/** Asks once. */
	void look() throws InterruptedException {
		TableLook before = last;
		TableLook now = found();
		last = now;
		counts.incrementAndGet(now.finding().ordinal());
		say(before, now);
	}

	private TableLook found() throws InterruptedException {
		try {
			Optional<ConfigServerClient.Answer> answer = source.ask(known);
			return answer.isPresent() ? judged(answer.get()) : asKnown(false);
		}
		catch (IOException away) {
			return new TableLook(clock.instant(), TableLook.Finding.FAILED, List.of(Reason.of(away)));
		}
	}

	/** An answer counts as known when it was looked at and, if it is taken, kept. */
	private TableLook judged(ConfigServerClient.Answer answer) throws IOException {
		List<String> reasons = taker.refusals(answer.table());
		boolean taken = reasons.isEmpty() && taker.take(answer.table());
		known = answer.tag();
		refusals = reasons;
		return asKnown(taken);
	}

	private TableLook asKnown(boolean taken) {
		TableLook.Finding finding = taken ? TableLook.Finding.TAKEN : TableLook.Finding.UNCHANGED;
		return new TableLook(clock.instant(), refusals.isEmpty() ? finding : TableLook.Finding.REFUSED, refusals);
	}

	/** Once, until it is something else. */
	private static void say(@Nullable TableLook before, TableLook now) {
		if (now.finding() == TableLook.Finding.TAKEN) {
			logger.info("table taken while running");
		}
		else if (!now.reasons().isEmpty() && (before == null || !before.reasons().equals(now.reasons()))) {
			logger.warn("table {} while running, that in force stays: reasons={}",
					now.finding() == TableLook.Finding.REFUSED ? "refused" : "not served", now.reasons());
		}
		else if (now.reasons().isEmpty() && before != null && !before.reasons().isEmpty()) {
			logger.info("table served again, it is the one in force");
		}
	}

	/** Drawn from nothing to the interval, so that nodes do not ask all at once. */
	private void next(ScheduledExecutorService on) {
		try {
			on.schedule(() -> run(on), random.nextLong(interval.toNanos() + 1), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException closing) {
			// nobody asks any more
		}
	}

	private void run(ScheduledExecutorService on) {
		try {
			look();
		}
		catch (InterruptedException closing) {
			Thread.currentThread().interrupt();
			return;
		}
		catch (RuntimeException failure) {
			logger.warn("asking for the table failed, it is asked for again", failure);
		}
		next(on);
	}

}
