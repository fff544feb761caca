package org.web3ecosystem.bootstrap.served;

import java.time.Instant;
import java.util.List;

/**
 * How a running node stands to its config server.
 *
 * @param at when it asked last
 * @param finding what came of it
 * @param reasons why it is not as it should be, each for a person; empty if it is
 */
public record TableLook(Instant at, Finding finding, List<String> reasons) {

	public TableLook {
		reasons = List.copyOf(reasons);
	}

	/** What came of a question. */
	public enum Finding {

		/** What is served is in force already. */
		UNCHANGED,

		/** What is served came into force. */
		TAKEN,

		/** What is served is impossible, or impossible while the node runs. */
		REFUSED,

		/** There was no usable answer, or it could not be kept. */
		FAILED

	}

}
