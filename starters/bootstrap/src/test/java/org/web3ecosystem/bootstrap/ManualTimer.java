package org.web3ecosystem.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does what is due when a test moves the time, on the test's thread. */
public final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {

	private static final Duration STEP = Duration.ofMillis(10);

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final Queue<Due<?>> waiting = new PriorityQueue<>(Comparator.comparing(due -> due.at));

	private final ManualClock clock;

	public ManualTimer(ManualClock clock) {
		this.clock = clock;
	}

	/** Moves the time and does what is due on the way, in order. */
	public void forward(Duration by) {
		Instant until = clock.instant().plus(by);
		while (!waiting.isEmpty() && !waiting.peek().at.isAfter(until)) {
			Due<?> next = waiting.remove();
			clock.forward(Duration.between(clock.instant(), next.at));
			next.run();
		}
		clock.forward(Duration.between(clock.instant(), until));
	}

	/** Moves the time until it is done. */
	public <S extends CompletionStage<?>> S settle(S stage) {
		Instant late = clock.instant().plus(PATIENCE);
		while (!stage.toCompletableFuture().isDone()) {
			forward(STEP);
			if (clock.instant().isAfter(late)) {
				throw new AssertionError("not done within " + PATIENCE);
			}
		}
		return stage;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return schedule(() -> {
			command.run();
			return null;
		}, delay, unit);
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		Due<V> due = new Due<>(callable, clock.instant().plus(delay, unit.toChronoUnit()));
		waiting.add(due);
		return due;
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void execute(Runnable command) {
		command.run();
	}

	@Override
	public void shutdown() {
		waiting.clear();
	}

	@Override
	public List<Runnable> shutdownNow() {
		waiting.clear();
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return true;
	}

	private final class Due<V> extends FutureTask<V> implements ScheduledFuture<V> {

		private final Instant at;

		Due(Callable<V> callable, Instant at) {
			super(callable);
			this.at = at;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(Duration.between(clock.instant(), at));
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

	}

}
