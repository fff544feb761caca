package org.web3ecosystem.spi.asset;

import java.time.Instant;

import org.web3ecosystem.spi.NodeId;

/**
 * Who may use an asset. Every lease has a term, one more than the one before, which its
 * lessee names with whatever it does: who was away for longer than its lease cannot act
 * on somebody else's.
 *
 * <pre>
 *          lease              renew
 *   Free ─────────▶ Leased ─────────▶ Leased
 *     ▲               │
 *     └───────────────┘ release, or its time is over
 * </pre>
 */
public sealed interface AssetState {

	/** The term of the newest lease, 0 if there was none. */
	long term();

	/** What this is at a moment: a lease whose time is over is none. */
	AssetState at(Instant now);

	/**
	 * Nobody leases it.
	 */
	record Free(long term) implements AssetState {

		/** What every asset begins as. */
		public static final Free NEW = new Free(0);

		@Override
		public AssetState at(Instant now) {
			return this;
		}

		public Leased lease(NodeId lessee, Instant until) {
			return new Leased(lessee, term + 1, until);
		}

	}

	/**
	 * Somebody leases it.
	 *
	 * @param lessee who
	 * @param until when it is free again, by consensus time
	 */
	record Leased(NodeId lessee, long term, Instant until) implements AssetState {

		@Override
		public AssetState at(Instant now) {
			return now.isBefore(until) ? this : release();
		}

		public Leased renew(Instant later) {
			return new Leased(lessee, term, later);
		}

		public Free release() {
			return new Free(term);
		}

	}

}
