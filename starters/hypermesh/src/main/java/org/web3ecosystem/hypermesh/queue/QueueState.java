package org.web3ecosystem.hypermesh.queue;

import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.hypermesh.ledger.SignedCommand;
import org.web3ecosystem.spi.consensus.Operation;

/**
 * Where an entry is.
 *
 * <pre>
 *   waiting --- proven and signed ---> signed --- receipt ---> ended
 *    |   ^                               |                       ^
 *    |   +---- void, surely not done ----+--- void, unknown -----+
 *    +------------- withdrawn, or cannot be proven --------------+
 * </pre>
 */
public sealed interface QueueState {

	/**
	 * Neither proven nor signed.
	 *
	 * @param operation what a bundle must prove; empty if the command needs none
	 * @param attempts how often it was signed and became void
	 */
	record Waiting(byte[] command, Optional<Operation> operation, int attempts) implements QueueState {

		public Waiting {
			command = command.clone();
		}

		@Override
		public byte[] command() {
			return command.clone();
		}

		Signed signed(SignedCommand transaction) {
			return new Signed(this, transaction);
		}

		int length() {
			return command.length;
		}

	}

	/** Kept as it is handed in, so that it is the same transaction after a crash. */
	record Signed(Waiting origin, SignedCommand transaction) implements QueueState {

		/** As it was before: nothing was wrong with it. */
		Waiting later() {
			return origin;
		}

		Waiting anew() {
			return new Waiting(origin.command, origin.operation, origin.attempts + 1);
		}

	}

	/**
	 * Decided, one way or the other.
	 *
	 * @param at by this node's clock
	 */
	record Ended(Instant at, QueueEnd end) implements QueueState {
	}

}
