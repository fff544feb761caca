package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;

/**
 * How long and how much a ledger waits.
 *
 * @param submitDeadline after which a submission fails
 * @param maxInFlight transactions of this node that may wait for their receipt
 * @param requestDeadline for one question to another node
 * @param followInterval how often a node that does not validate asks how far the ledger
 * is
 */
public record LedgerLimits(Duration submitDeadline, int maxInFlight, Duration requestDeadline,
		Duration followInterval) {

	public static final LedgerLimits DEFAULT = new LedgerLimits(Duration.ofSeconds(30), 1_024, Duration.ofSeconds(3),
			Duration.ofSeconds(2));

	public LedgerLimits {
		if (submitDeadline.isNegative() || submitDeadline.isZero() || requestDeadline.isNegative()
				|| requestDeadline.isZero() || followInterval.isNegative() || followInterval.isZero()) {
			throw new IllegalArgumentException("deadlines and intervals of the ledger are positive");
		}
		if (maxInFlight < 1) {
			throw new IllegalArgumentException("at least one transaction must be allowed in flight");
		}
	}

}
