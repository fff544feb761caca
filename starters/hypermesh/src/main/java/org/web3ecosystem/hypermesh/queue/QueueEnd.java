package org.web3ecosystem.hypermesh.queue;

import org.web3ecosystem.spi.consensus.Ledger.Receipt;

/** What became of an entry. */
public sealed interface QueueEnd {

	/** It was executed, with that verdict. */
	record Decided(Receipt receipt) implements QueueEnd {
	}

	/** It cannot be executed, and never was. */
	record Refused(String reason) implements QueueEnd {
	}

	/**
	 * It was signed, and may have been executed so long ago that the ledger forgot: who
	 * asked for it looks at the ledger and asks again if it was not.
	 */
	record Unknown(String transactionId) implements QueueEnd {
	}

	/** It was taken back before it was signed. */
	record Withdrawn() implements QueueEnd {
	}

}
