package org.web3ecosystem.platform.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * Keeps whoever is refused from filling the record: so many a second are recorded, the
 * others are counted. Thread-safe.
 */
final class Refusals {

	private final int perSecond;

	private final InstantSource clock;

	private Instant second = Instant.EPOCH;

	private int recorded;

	private long unrecorded;

	Refusals(int perSecond, InstantSource clock) {
		this.perSecond = perSecond;
		this.clock = clock;
	}

	/** Counts one that is not to be recorded. */
	synchronized void skip() {
		unrecorded++;
	}

	/**
	 * Whether this one is recorded, and then how many were not since the last that was.
	 */
	synchronized OptionalLong next() {
		Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
		if (!now.equals(second)) {
			second = now;
			recorded = 0;
		}
		if (recorded == perSecond) {
			unrecorded++;
			return OptionalLong.empty();
		}
		recorded++;
		long before = unrecorded;
		unrecorded = 0;
		return OptionalLong.of(before);
	}

}
