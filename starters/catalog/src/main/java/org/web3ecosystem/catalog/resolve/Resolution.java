package org.web3ecosystem.catalog.resolve;

/** What came of looking for releases that satisfy everybody. */
public sealed interface Resolution {

	/** There are such releases. */
	record Resolved(Lock lock) implements Resolution {
	}

	/**
	 * There are none, or none within the bounds of the search.
	 *
	 * @param reason who wants what, or the cycle, or the bound, in words
	 */
	record Unresolved(String reason) implements Resolution {
	}

}
