package org.web3ecosystem.bootstrap.monitor;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Wall-clock time when it was made, and from there on what has really passed: a clock
 * that is set meanwhile makes no deadline pass and none wait.
 */
public final class MonotonicClock implements InstantSource {

	private final Instant start = InstantSource.system().instant();

	private final long nanos = System.nanoTime();

	@Override
	public Instant instant() {
		return start.plusNanos(System.nanoTime() - nanos);
	}

}
