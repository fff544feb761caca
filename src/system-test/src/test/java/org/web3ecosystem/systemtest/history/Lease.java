package org.web3ecosystem.systemtest.history;

import java.util.Optional;

/**
 * The lease of one asset, which is never over by itself while it is looked at: free or
 * leased, and the term of the newest lease (see {@code AssetState}).
 *
 * @param term 0 before the first lease
 */
public record Lease(long term, boolean leased) {

	/** What clients do to it. What the ledger refused left no mark, and is not said. */
	public sealed interface Call {

		/** Leased with this term. */
		record Leased(long term) implements Call {
		}

		/** Asked for it, and did not hear what became of it. */
		record Leasing() implements Call {
		}

		/** The lease of this term was given back. */
		record Released(long term) implements Call {
		}

		/** Gave it back, and did not hear what became of it. */
		record Releasing(long term) implements Call {
		}

		/** Seen like this when nobody did anything any more. */
		record Seen(Lease lease) implements Call {
		}

	}

	/** What one client alone would see. */
	public static final Model<Lease, Call> MODEL = new Model<>() {

		@Override
		public Lease begin() {
			return new Lease(0, false);
		}

		@Override
		public Optional<Lease> after(Lease now, Call call) {
			return switch (call) {
				case Call.Leased(long term) when !now.leased && term == now.term + 1 ->
					Optional.of(new Lease(term, true));
				case Call.Released(long term) when now.leased && term == now.term ->
					Optional.of(new Lease(term, false));
				case Call.Leasing() -> Optional.of(now.leased ? now : new Lease(now.term + 1, true));
				case Call.Releasing(long term) ->
					Optional.of((now.leased && term == now.term) ? new Lease(term, false) : now);
				case Call.Seen(Lease lease) when lease.equals(now) -> Optional.of(now);
				default -> Optional.empty();
			};
		}

	};

}
