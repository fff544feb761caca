package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;

/**
 * Says from where a ledger is read now.
 *
 * @param bound how long what was heard of the ledger counts as new
 */
public record Freshness(VerifiableLedger ledger, Duration bound) {

	/** What is read after this is of that height or a later one. */
	public Standpoint now() {
		boolean stale = ledger.age().compareTo(bound) > 0;
		return new Standpoint(ledger.height(), ledger.consensusTime(), stale);
	}

}
