package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long answers took, counted in buckets of which four double the time, from a
 * microsecond to a minute: a percentile is right to a fifth, and nothing is kept of a
 * single answer. Thread-safe, without locks.
 */
final class Latencies {

	private static final int PER_DOUBLING = 4;

	private static final int DOUBLINGS = 26;

	private static final double MICRO = 1000;

	private final AtomicLongArray counts = new AtomicLongArray(PER_DOUBLING * DOUBLINGS + 1);

	void took(long nanos) {
		counts.incrementAndGet(bucket(nanos));
	}

	/**
	 * The time within which this part of all answers came, as the upper end of a bucket;
	 * zero if there was none.
	 * @param part 0.5 for half of them
	 */
	Duration percentile(double part) {
		long all = 0;
		for (int i = 0; i < counts.length(); i++) {
			all += counts.get(i);
		}
		long rank = Math.max(1, (long) Math.ceil(part * all));
		long seen = 0;
		for (int i = 0; i < counts.length(); i++) {
			seen += counts.get(i);
			if (seen >= rank) {
				return Duration.ofNanos((long) (MICRO * Math.pow(2, (double) i / PER_DOUBLING)));
			}
		}
		return Duration.ZERO;
	}

	private int bucket(long nanos) {
		double doublings = Math.log(Math.max(nanos, 1) / MICRO) / Math.log(2);
		return Math.clamp((int) Math.ceil(doublings * PER_DOUBLING), 0, counts.length() - 1);
	}

}
