package org.web3ecosystem.hypermesh.ledger;

import java.util.Optional;

import org.web3ecosystem.spi.Height;

/**
 * The height of a ledger, which only rises as long as its state is the same. Whoever sees
 * a lower one, and was told of no other state, sees a state that has lost something.
 * Thread-safe.
 */
final class RisingHeight {

	private volatile Life life = new Life();

	/** From where the height fell, and how far. */
	record Fall(Height from, Height to) {

		@Override
		public String toString() {
			return "the ledger of this node was at height " + from.number() + " and is at " + to.number()
					+ " without a reason: start the node again";
		}

	}

	/**
	 * What was known before the height was read: others may see higher ones meanwhile.
	 */
	record Look(Life life, Height lowest) {
	}

	/** That of one state, and of what blocks made of it. */
	static final class Life {

		private volatile Height highest = Height.GENESIS;

		private volatile Optional<Fall> fall = Optional.empty();

		private synchronized void saw(Height now) {
			if (now.compareTo(highest) > 0) {
				highest = now;
			}
		}

		private synchronized Optional<Fall> fell(Fall seen) {
			if (fall.isPresent()) {
				return Optional.empty();
			}
			fall = Optional.of(seen);
			return fall;
		}

	}

	/** To be asked for before the height is read. */
	Look look() {
		Life now = life;
		return new Look(now, now.highest);
	}

	/**
	 * What was read since that look.
	 * @return the fall, if this is the first to see it
	 */
	Optional<Fall> saw(Look look, Height now) {
		if (now.compareTo(look.lowest) >= 0) {
			if (!now.equals(look.lowest)) {
				look.life.saw(now);
			}
			return Optional.empty();
		}
		return look.life == life ? look.life.fell(new Fall(look.lowest, now)) : Optional.empty();
	}

	/** Why the state is not to be believed; stays until there is another. */
	Optional<Fall> fall() {
		return life.fall;
	}

	/** The highest that was seen of this state. */
	Height highest() {
		return life.highest;
	}

	/** Another state took the place of the one before, and may be older. */
	void restored() {
		life = new Life();
	}

}
