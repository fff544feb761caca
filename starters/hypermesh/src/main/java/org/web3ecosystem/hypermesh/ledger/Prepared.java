package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.hypermesh.proof.BundleVerifier.Proven;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;

/**
 * What can be said of a transaction's bytes without any state but the rosters so far. The
 * same bytes give the same on every replica, or {@link Early}.
 */
sealed interface Prepared {

	/** Empty if it is none of this federation. */
	Optional<Transaction> ofFederation();

	/** Not a transaction of this federation; it leaves no trace in the state. */
	record Foreign(String reason) implements Prepared {

		@Override
		public Optional<Transaction> ofFederation() {
			return Optional.empty();
		}

	}

	/** A transaction, but one that no state can make right. */
	record Refused(Transaction transaction, String reason) implements Prepared {

		@Override
		public Optional<Transaction> ofFederation() {
			return Optional.of(transaction);
		}

	}

	/** Nothing is wrong with it as such. */
	record Sound(Transaction transaction, LedgerModule module, Optional<Proven> bundle) implements Prepared {

		@Override
		public Optional<Transaction> ofFederation() {
			return Optional.of(transaction);
		}

		Command command(Instant consensusTime, Height height) {
			return Prepared.command(transaction, consensusTime, height);
		}

	}

	/**
	 * A transaction with a proof that is of an epoch which this replica has not come to.
	 * It is prepared again when its turn comes: by then all replicas know the same
	 * epochs.
	 */
	record Early(Transaction transaction, String reason) implements Prepared {

		@Override
		public Optional<Transaction> ofFederation() {
			return Optional.of(transaction);
		}

	}

	static Command command(Transaction transaction, Instant consensusTime, Height height) {
		return new Command(transaction.id(), transaction.author(), transaction.body().clone(), consensusTime, height);
	}

}
