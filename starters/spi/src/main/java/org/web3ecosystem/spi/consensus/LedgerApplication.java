package org.web3ecosystem.spi.consensus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Verdict;

/**
 * What the engine drives: a deterministic state machine over ordered transactions.
 */
public interface LedgerApplication {

	/** At the door, with local knowledge: form, size, signature. Cheap first. */
	Verdict check(byte[] transaction);

	/**
	 * Before order is known: the expensive, side-effect-free part, on many threads. The
	 * result comes back in {@link Ordered#prepared()}.
	 */
	@Nullable Object prepare(byte[] transaction);

	/**
	 * Applies one block, deterministically: transaction, state and consensus time are all
	 * it may look at. Called in order, on one thread. A block without transactions is not
	 * delivered.
	 * @return the roster that this block orders; empty to stay with what there is. It
	 * counts from the next epoch on, which begins as soon as the engine can. Of several
	 * that are ordered before then the last one counts
	 */
	Optional<Roster> commit(Block block, LedgerState state);

	/**
	 * After {@link #commit}, on the same thread: {@link ConsensusEngine#read} now sees
	 * that block. Whoever waits for a transaction is told here, so that it finds the
	 * effect.
	 */
	default void committed(long round) {
	}

	/**
	 * The state is no longer what {@link #commit} left: the engine started from a saved
	 * state or received one from its peers. The state is to look at: writing here would
	 * part this replica from the others and is refused.
	 */
	void restored(LedgerState state);

	/** A peer was caught; a local hint, the same on no two nodes. */
	void misbehaviour(Misbehaviour found);

	/**
	 * One round's transactions.
	 *
	 * @param epoch that of the roster that ordered it
	 * @param round the engine's number for it
	 * @param consensusTime the time all replicas agree on
	 * @param transactions in order, at least one
	 */
	record Block(Epoch epoch, long round, Instant consensusTime, List<Ordered> transactions) {

		public Block {
			transactions = List.copyOf(transactions);
		}

	}

	/**
	 * One transaction in its place.
	 *
	 * @param prepared what {@link LedgerApplication#prepare} gave; null if it was not
	 * called on this replica
	 */
	record Ordered(byte[] transaction, Instant consensusTime, @Nullable Object prepared) {
	}

	/**
	 * @param engineId the culprit's number in the roster
	 * @param kind such as {@code equivocation}
	 * @param messages the signed messages that contradict each other, where the engine
	 * hands them over
	 */
	record Misbehaviour(long engineId, String kind, List<byte[]> messages) {

		public Misbehaviour {
			messages = List.copyOf(messages);
		}

	}

}
