package org.web3ecosystem.spi.consensus;

import java.util.Optional;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.EngineReport.Capabilities;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Orders opaque transactions among validators so that all correct ones apply the same
 * sequence, with up to f = (n-1)/3 of them lying.
 * <p>
 * Laws, tested by {@code ConsensusEngineContract}:
 * <ol>
 * <li>every correct replica commits the same transactions in the same order with the same
 * consensus times, exactly once per submission that was ordered; but what a replica had
 * under way when it gave up its state for another's may be ordered twice;
 * <li>an accepted submission may still never be ordered: callers resubmit and the
 * application removes duplicates;
 * <li>{@link #read} and {@link #snapshot} see the state of a committed block, never half
 * of one;
 * <li>after a restart on the same directory the state is that of a block that was
 * committed before;
 * <li>a roster that {@link LedgerApplication#commit} returns counts from one block on,
 * the same on every replica: the epoch in the {@link #report()} is one more then. No
 * block is lost by that or applied twice, and what a member that stays has taken is still
 * ordered. A replica that the roster does not name goes on to answer reads and takes
 * nothing.
 * </ol>
 */
public interface ConsensusEngine extends AutoCloseable {

	/** What became of a submission at the door. */
	enum Submission {

		/** Taken; it will probably be ordered. */
		TAKEN,
		/** Too many are waiting; try later. */
		FULL,
		/** The engine is not active now. */
		NOT_ACTIVE,
		/** Longer than {@link Capabilities#maxTransactionBytes()}. */
		TOO_LARGE,
		/** {@link LedgerApplication#check} did not accept it. */
		INVALID

	}

	/**
	 * Starts in the background; {@link #report()} tells how far it is. Call once.
	 */
	void start(LedgerApplication application);

	Submission submit(byte[] transaction);

	/** The value of a key in the latest committed state. Thread-safe, does not block. */
	Optional<byte[]> read(byte[] key);

	/**
	 * The latest committed state, to be read as a whole while blocks go on. As long as it
	 * is held the engine keeps what it would have let go, so it is closed soon. Without a
	 * state yet, it is empty.
	 */
	Snapshot snapshot();

	EngineReport report();

	/**
	 * Tells the replica what was proven to its node: a later epoch has begun without it.
	 * It gives up what it has and fetches the state of that epoch, or, if the roster does
	 * not name it, only answers reads from then on. Of an epoch that is not later than
	 * its own it takes no notice, and neither does an engine whose replicas find out by
	 * themselves. Before {@link #start} it is what the replica begins with: so a node
	 * that the genesis document does not name becomes one.
	 */
	default void overtaken(Epoch epoch, Roster roster) {
	}

	/**
	 * Draws the key that this replica is to sign with from the epoch on whose roster has
	 * its certificate; until then it stays beside the one in use, and is given again.
	 * @return the certificate, as in {@link Validator#gossipCertificate}
	 * @throws UnsupportedOperationException if this engine's replicas have no such keys
	 */
	default byte[] drawKey() {
		throw new UnsupportedOperationException("this engine has no keys of its own");
	}

	@Override
	void close();

	/** One state that does not change. For one thread; not read once it is closed. */
	interface Snapshot extends AutoCloseable {

		Optional<byte[]> get(byte[] key);

		@Override
		void close();

	}

}
