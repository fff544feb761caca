package org.web3ecosystem.hypermesh.ledger;

import org.web3ecosystem.spi.UnavailableException;

/** As many transactions of this node are on their way as may be. Try later. */
public final class LedgerFullException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	public LedgerFullException(int inFlight) {
		super(inFlight + " transactions of this node are waiting to be ordered, which is the limit");
	}

}
