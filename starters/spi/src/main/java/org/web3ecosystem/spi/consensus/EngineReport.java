package org.web3ecosystem.spi.consensus;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Epoch;

/**
 * How the engine is doing.
 *
 * @param status where in its life it is
 * @param detail in words, empty if there is nothing to say
 * @param n replicas in the roster
 * @param round the last committed round, 0 before the first
 * @param consensusTime consensus time of the last committed round; stands still when idle
 * @param epoch the roster's epoch
 * @param capabilities what this engine can
 */
public record EngineReport(Status status, String detail, int n, long round, @Nullable Instant consensusTime,
		Epoch epoch, Capabilities capabilities) {

	/**
	 * A life of an engine. Only {@link #ACTIVE} takes submissions. {@link #FROZEN} is one
	 * between two epochs, or one that the roster has no more.
	 */
	public enum Status {

		STOPPED, STARTING, OBSERVING, ACTIVE, BEHIND, SYNCING, FROZEN, FAILED

	}

	/**
	 * What callers may count on.
	 *
	 * @param rejectsBeforeOrder whether an invalid transaction is kept out of the order
	 * @param rosterChange how another roster comes to count
	 * @param maxTransactionBytes the largest transaction
	 */
	public record Capabilities(boolean rejectsBeforeOrder, RosterChange rosterChange, int maxTransactionBytes) {
	}

	/** How a roster that was ordered comes to count. */
	public enum RosterChange {

		/** Blocks go on without a pause. */
		LIVE,
		/**
		 * Every replica stops after the same block and goes on with the new roster: some
		 * seconds without blocks, in which reads go on.
		 */
		EPOCH_FREEZE

	}

	public boolean isActive() {
		return status == Status.ACTIVE;
	}

}
