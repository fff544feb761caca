package org.web3ecosystem.spi.consensus;

import java.time.Duration;

import org.web3ecosystem.spi.PlainText;

/**
 * Takes writes of this node that cannot be decided now, keeps them over restarts, and has
 * them decided when that is possible again: each once, in the order in which they came.
 * <p>
 * Whoever writes through a {@link Ledger} and a {@link ConsensusProvider} writes through
 * the queue when given these of a {@link Way} instead. Nothing in the queue is to be seen
 * in what the ledger says.
 */
public interface WriteQueue {

	/** For the writes of one request. */
	Way way(Wish wish);

	/**
	 * Who waits how.
	 *
	 * @param what is asked for, in words for the operator, such as
	 * {@code POST /hypermesh/assets}
	 * @param concerning what else the operator tells it from others by, such as the id of
	 * an asset: the first {@value #MOST} characters, a question mark for each that cannot
	 * be seen; empty where {@code what} says it
	 * @param patience how long the one who asks waits for the decision while the ledger
	 * decides; not negative
	 */
	record Wish(String what, String concerning, Duration patience) {

		/** How long {@code concerning} is at most. */
		public static final int MOST = 128;

		public Wish {
			concerning = PlainText.shown(concerning.substring(0, Math.min(concerning.length(), MOST)));
			if (patience.isNegative()) {
				throw new IllegalArgumentException("patience is not negative");
			}
		}

		public Wish(String what, Duration patience) {
			this(what, "", patience);
		}

	}

	/**
	 * A ledger whose {@link Ledger#submit} completes as ever if the decision comes in
	 * time. Else it fails with {@link QueuedException}, once the command is on disk, or
	 * with {@link QueueFullException} if it is not taken. And the proofs that go with it:
	 * they are promised here and made when their turn comes.
	 */
	record Way(Ledger ledger, ConsensusProvider consensus) {
	}

}
