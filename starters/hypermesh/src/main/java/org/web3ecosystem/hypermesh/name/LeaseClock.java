package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What time it is for a lease, for who reads. The ledger ends leases in consensus time,
 * which stands still while nothing is ordered; so a reader takes the later of consensus
 * time and its own clock, and leaves its clock {@link #TOLERANCE} to be fast. A clock
 * that is slow by more than the ledger is idle changes nothing; one that is fast by more
 * than the tolerance ends leases too early for this reader alone.
 *
 * @param consensusTime of the newest block that this node knows
 */
record LeaseClock(Supplier<Instant> consensusTime, InstantSource own) {

	/** By how much a node's clock may be ahead of those of the others. */
	static final Duration TOLERANCE = Duration.ofSeconds(2);

	/** By this time what is over is over. */
	Instant now() {
		return later(consensusTime.get(), own.instant().minus(TOLERANCE));
	}

	/** How long something holds, as far as anybody may keep it: not negative. */
	Duration rest(Instant until) {
		Duration rest = Duration.between(later(consensusTime.get(), own.instant()), until);
		return rest.isNegative() ? Duration.ZERO : rest;
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}
