package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.discovery.Resolution;

/**
 * What an offer of names did when the seat asked it. A name outside its competence is
 * neither an answer nor a failure. Thread-safe.
 */
public final class NameFigures {

	private final LongAdder found = new LongAdder();

	private final LongAdder notFound = new LongAdder();

	private final LongAdder stale = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final Latencies latencies = new Latencies();

	/** Counts an answer when it comes, and how long it took. */
	CompletionStage<Resolution> measured(long start, CompletionStage<Resolution> answer) {
		return answer.whenComplete((resolution, failure) -> count(System.nanoTime() - start, resolution, failure));
	}

	private void count(long took, @Nullable Resolution resolution, @Nullable Throwable failure) {
		if (failure != null) {
			if (!(Failures.cause(failure) instanceof OutsideCompetenceException)) {
				failed.increment();
			}
			return;
		}
		nanos.add(took);
		latencies.took(took);
		switch (resolution) {
			case Resolution.Found known when known.stale() -> stale.increment();
			case Resolution.NotFound unknown -> notFound.increment();
			case null, default -> found.increment();
		}
	}

	/** Names it answered, well or stale, or as not existing. */
	public long answered() {
		return found.sum() + stale() + notFound();
	}

	/** Names it answered with what was known last. */
	public long stale() {
		return stale.sum();
	}

	/** Names that it said do not exist. */
	public long notFound() {
		return notFound.sum();
	}

	/** Names it could not answer. */
	public long failed() {
		return failed.sum();
	}

	/**
	 * Within which time this part of all answers came, to a fifth; zero if none did.
	 * @param part such as 0.99
	 */
	public Duration percentile(double part) {
		return latencies.percentile(part);
	}

	/** How long all answers took together, in nanoseconds. */
	public long nanos() {
		return nanos.sum();
	}

}
