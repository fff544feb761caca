package org.web3ecosystem.hypermesh.ledger;

import java.util.function.BooleanSupplier;

import org.web3ecosystem.spi.Height;

/**
 * Whether a transaction can be executed next, by the state that this node has. What
 * cannot is not handed to the engine: every replica would have to order it, for nothing.
 * The {@link StateMachine} decides all the same, with the state of its own turn.
 */
final class Door {

	/** How many blocks an honest author may be ahead of this node. */
	static final long LEAD = 100;

	private final CommittedState state;

	private final BooleanSupplier current;

	/**
	 * @param current whether this node takes part, so that others are ahead of it by a
	 * few blocks at most
	 */
	Door(CommittedState state, BooleanSupplier current) {
		this.state = state;
		this.current = current;
	}

	/** What the state says. */
	sealed interface Answer {

		/** It may be handed in. */
		record Open() implements Answer {
		}

		/** Not before this node has come to its height. */
		record NotYet() implements Answer {
		}

		/** It cannot be executed, unless it was. */
		record Shut(String reason) implements Answer {
		}

	}

	/** Looks now. */
	Answer answer(Prepared.Sound sound) {
		Height after = sound.transaction().after();
		Height now = state.height();
		long ahead = after.number() - now.number();
		if (ahead > LEAD && current.getAsBoolean()) {
			return new Answer.Shut(
					"it may be executed after height " + after.number() + ", the ledger is at " + now.number());
		}
		if (ahead > 0) {
			return new Answer.NotYet();
		}
		if (!sound.transaction().isUsableAt(now.next())) {
			return new Answer.Shut("it could be executed up to height " + (after.number() + Transaction.WINDOW)
					+ ", the ledger is at " + now.number());
		}
		return isUsed(sound) ? new Answer.Shut(StateMachine.USED_BEFORE) : new Answer.Open();
	}

	private boolean isUsed(Prepared.Sound sound) {
		return sound.bundle()
			.filter(bundle -> Records.ledgerEntry(state::read, Records.bundle(bundle.id())).isPresent())
			.isPresent();
	}

}
