package org.web3ecosystem.bench.commit;

/** Replicas in this process that order what is handed to them. */
interface Contender extends AutoCloseable {

	/** What a transaction without signature and proof has, in bytes. */
	int BYTES = 400;

	/** Whether every replica takes transactions. */
	boolean isActive();

	/**
	 * Hands a new transaction to one of the replicas.
	 * @param done is run once when that replica has applied it
	 * @return whether it was taken
	 */
	boolean submit(int replica, Runnable done);

	/** Something comes soon, or nothing for a while. */
	default void rest(boolean rests) {
		// the adapter rests by itself
	}

	@Override
	void close();

}
