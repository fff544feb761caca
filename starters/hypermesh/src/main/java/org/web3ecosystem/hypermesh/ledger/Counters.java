package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.web3ecosystem.spi.Height;

/** What {@link LedgerReport} reports. */
final class Counters {

	final LongAdder accepted = new LongAdder();

	final LongAdder rejected = new LongAdder();

	final LongAdder dropped = new LongAdder();

	final LongAdder resubmitted = new LongAdder();

	final LongAdder receipts = new LongAdder();

	final LongAdder waitingNanos = new LongAdder();

	final LongAdder disagreements = new LongAdder();

	final LongAdder misbehaviours = new LongAdder();

	LedgerReport report(Height height, Height verified, int inFlight, boolean outvoted) {
		return new LedgerReport(height, verified, inFlight, accepted.sum(), rejected.sum(), dropped.sum(),
				resubmitted.sum(), receipts.sum(), Duration.ofNanos(waitingNanos.sum()), disagreements.sum(), outvoted,
				misbehaviours.sum());
	}

}
