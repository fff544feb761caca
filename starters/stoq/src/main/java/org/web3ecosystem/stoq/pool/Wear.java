package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a connection is replaced by a fresh one, make before break.
 *
 * @param age give or take a tenth, so that not all go at once
 * @param bytes in both directions; rounding errors in the flow control of quiche kill
 * connections that carried much
 */
record Wear(Duration age, long bytes) {

	static final Wear DEFAULT = new Wear(Duration.ofHours(1), 16L << 30);

	private static final double JITTER = 0.1;

	/** How old one may become that begins now. */
	Duration draw(RandomGenerator random) {
		return Duration.ofNanos((long) (age.toNanos() * random.nextDouble(1 - JITTER, 1 + JITTER)));
	}

}
