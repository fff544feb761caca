package org.web3ecosystem.bootstrap.guard;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.github.resilience4j.core.IntervalFunction;

/**
 * Exponential backoff with full jitter: after the n-th failure in a row something between
 * nothing and twice as much as after the one before, at most the cap.
 *
 * @param base the most after the first failure
 * @param cap the most after any
 * @param random thread-safe if the backoff is used by several threads
 */
public record Backoff(Duration base, Duration cap, RandomGenerator random) {

	/** After so many failures in a row, the first being 1. */
	public Duration delay(int failures) {
		long doubled = base.toMillis() << Math.min(failures - 1, 20);
		long limit = Math.min(doubled, cap.toMillis());
		return Duration.ofMillis(random.nextLong(limit + 1));
	}

	/** The same for Resilience4j, to which no wait at all means to give up. */
	public IntervalFunction intervals() {
		return failures -> Math.max(1, delay(failures).toMillis());
	}

}
