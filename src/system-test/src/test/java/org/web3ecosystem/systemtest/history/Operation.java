package org.web3ecosystem.systemtest.history;

/**
 * One call of one client, with what it saw of the outcome.
 *
 * @param what was asked and answered
 * @param called when, by any clock that all clients share
 * @param returned when the answer came; {@link #NEVER} if none did, so that it may have
 * had its effect at any time since, or not at all
 * @param <O> kinds of calls with their outcomes
 */
public record Operation<O>(O what, long called, long returned) {

	/** No answer. */
	public static final long NEVER = Long.MAX_VALUE;

	public Operation {
		if (returned < called) {
			throw new IllegalArgumentException("returned before it was called");
		}
	}

}
