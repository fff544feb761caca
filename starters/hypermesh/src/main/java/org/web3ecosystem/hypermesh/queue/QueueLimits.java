package org.web3ecosystem.hypermesh.queue;

import java.time.Duration;

/**
 * How much a queue holds.
 *
 * @param entries that may wait
 * @param bytes of all commands that wait
 * @param ended entries that are kept to be read, the newest
 * @param keep how long they are kept
 */
public record QueueLimits(int entries, long bytes, int ended, Duration keep) {

	/** Of those that ended. */
	static final int ENDED = 1_000;

	private static final Duration DAY = Duration.ofDays(1);

	/** With what is the same everywhere. */
	public static QueueLimits of(int entries, long bytes) {
		return new QueueLimits(entries, bytes, ENDED, DAY);
	}

	public QueueLimits {
		if (entries < 1 || bytes < 1 || ended < 0 || keep.isNegative()) {
			throw new IllegalArgumentException("a queue holds something");
		}
	}

}
