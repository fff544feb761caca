package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff with full jitter. */
record Backoff(Duration base, Duration cap, RandomGenerator random) {

	/** After so many failures in a row, the first being 1. */
	Duration delay(int failures) {
		long doubled = base.toMillis() << Math.min(failures - 1, 20);
		long limit = Math.min(doubled, cap.toMillis());
		return Duration.ofMillis(random.nextLong(limit + 1));
	}

}
