package org.web3ecosystem.hashgraph;

import org.web3ecosystem.spi.Epoch;

/**
 * Told when a replica cannot go on as it is. Called on the engine's threads, so it only
 * takes note.
 */
interface EpochListener {

	/**
	 * The engine could not write to its directory. It goes on without the event that it
	 * could not keep, and so creates none that count any more.
	 */
	void cannotWrite(Epoch epoch, Throwable failure);

	/** The last state of an epoch is on disk. */
	void ended(Epoch epoch);

	/**
	 * The peers have another roster: they are epochs ahead. The engine would fetch their
	 * state and refuse it again and again.
	 * @param newer what the state says that they sent and that the known roster signed
	 */
	void overtaken(Membership newer);

}
