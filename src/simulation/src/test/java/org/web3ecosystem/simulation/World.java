package org.web3ecosystem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Patience;

/**
 * Time, chance and what happens next. One thing happens at a time: on the thread that
 * calls {@link #run}, or as an {@link Errand} that may wait while others have the turn.
 */
final class World {

	static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	/** What happened last, for whoever looks at a failure. */
	private static final int REMEMBERED = 60;

	private static final int MOST_EVENTS = 3_000_000;

	private final SplittableRandom random;

	private final Thread thread = Thread.currentThread();

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	private final Deque<String> told = new ArrayDeque<>();

	private long nanos;

	private long number;

	private long fingerprint;

	private boolean over;

	private @Nullable String broken;

	private final Set<Errand> errands = new LinkedHashSet<>();

	private @Nullable Errand current;

	World(long seed) {
		this.random = new SplittableRandom(seed);
	}

	private record Event(long at, long number, Life life, Runnable task) {
	}

	SplittableRandom random() {
		return random;
	}

	/** Whether something happens that does so {@code percent} times of a hundred. */
	boolean chance(int percent) {
		return random.nextInt(100) < percent;
	}

	Duration between(long leastMillis, long mostMillis) {
		return Duration.ofNanos(random.nextLong(leastMillis * 1_000_000, mostMillis * 1_000_000 + 1));
	}

	long nanos() {
		return nanos;
	}

	Instant now() {
		return BEGIN.plusNanos(nanos);
	}

	/**
	 * Whether it is called by who has the turn; a timer of the machine's is not heard.
	 */
	boolean isHere() {
		Errand errand = current;
		return Thread.currentThread() == (errand == null ? thread : errand.thread());
	}

	/** Does something that may wait. */
	void send(Duration delay, Life life, Runnable work) {
		after(delay, life, () -> {
			Errand errand = new Errand(life, () -> perform(work));
			errands.add(errand);
			goOn(errand);
		});
	}

	private void goOn(Errand errand) {
		Errand before = current;
		current = errand;
		errand.goOn();
		current = before;
		if (errand.hasEnded()) {
			errands.remove(errand);
		}
	}

	/** Takes what a process still did off its stacks. */
	void end(Life life) {
		life.end();
		List<Errand> left = errands.stream().filter(errand -> errand.life() == life && errand != current).toList();
		left.forEach(this::goOn);
	}

	/** Does something later, unless that process is no more by then. */
	void after(Duration delay, Life life, Runnable task) {
		if (isHere()) {
			events.add(new Event(nanos + Math.max(0, delay.toNanos()), number++, life, task));
		}
	}

	void tell(String what) {
		fingerprint = 31 * fingerprint + what.hashCode();
		told.add(nanos / 1_000_000 + " ms " + what);
		if (told.size() > REMEMBERED) {
			told.removeFirst();
		}
	}

	/** The same for the same seed. */
	long fingerprint() {
		return 31 * fingerprint + nanos;
	}

	/** An invariant does not hold. The first one counts, and the world ends. */
	void broken(String invariant) {
		if (broken == null) {
			broken = invariant;
			tell("BROKEN " + invariant);
		}
		over = true;
	}

	void require(boolean holds, String invariant) {
		if (!holds) {
			broken(invariant);
		}
	}

	Optional<String> brokenInvariant() {
		return Optional.ofNullable(broken);
	}

	String history() {
		return String.join("\n", told);
	}

	void end() {
		over = true;
	}

	/** Until it is over. */
	void run() {
		Event next = events.poll();
		while (!over && next != null) {
			nanos = Math.max(nanos, next.at);
			if (number > MOST_EVENTS) {
				broken("the world comes to no end");
			}
			else if (!next.life.isOver()) {
				perform(next.task);
			}
			next = events.poll();
		}
		over = true;
		List.copyOf(errands).forEach(this::goOn);
	}

	private void perform(Runnable task) {
		try {
			task.run();
		}
		catch (CrashedError gone) {
			// so is the rest of what it did
		}
		catch (RuntimeException | AssertionError uncaught) {
			StackTraceElement[] trace = uncaught.getStackTrace();
			broken("nobody catches " + uncaught + (trace.length > 0 ? " at " + trace[0] : ""));
		}
	}

	/** How a process waits here. */
	Patience patience(Life life) {
		return new Patience() {

			@Override
			public <T> CompletableFuture<T> limit(CompletableFuture<T> stage, Duration most) {
				after(most, life, () -> stage.completeExceptionally(new TimeoutException()));
				return stage;
			}

			@Override
			public <T> T await(CompletableFuture<T> stage, Duration most)
					throws ExecutionException, TimeoutException, InterruptedException {
				Errand errand = Objects.requireNonNull(current, "only an errand may wait");
				if (!stage.isDone()) {
					AtomicBoolean awake = new AtomicBoolean();
					Runnable wake = () -> {
						if (awake.compareAndSet(false, true)) {
							goOn(errand);
						}
					};
					stage.whenComplete((value, failure) -> after(Duration.ZERO, life, wake));
					after(most, life, wake);
					errand.pause();
				}
				if (over || life.isOver()) {
					throw new CrashedError();
				}
				if (!stage.isDone()) {
					throw new TimeoutException();
				}
				return stage.get();
			}

		};
	}

}
