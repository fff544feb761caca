package org.web3ecosystem.bootstrap.discovery;

/**
 * When a resolver was last heard, whatever it said: one that answers for other names is
 * not away because it is slow for one. Times are those of {@link System#nanoTime}.
 * Thread-safe.
 */
final class LastHeard {

	private volatile long at = System.nanoTime();

	/** Something came that only it can have sent. */
	void now() {
		at = System.nanoTime();
	}

	/** Whether it was heard after this moment. */
	boolean isAfter(long nanos) {
		return at - nanos > 0;
	}

}
