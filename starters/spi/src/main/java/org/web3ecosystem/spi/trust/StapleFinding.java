package org.web3ecosystem.spi.trust;

import java.time.Instant;

/** What a stapled OCSP response says of the leaf it was shown with. */
public sealed interface StapleFinding {

	/** In one word, for counters and reports. */
	String word();

	/**
	 * The issuer said that the leaf is good, and that still counts.
	 *
	 * @param asOf thisUpdate: when the issuer knew that
	 * @param until nextUpdate
	 * @param byItself whether the issuer is the node that shows the leaf, so that it is
	 * no more than that node's own word
	 */
	record Good(Instant asOf, Instant until, boolean byItself) implements StapleFinding {

		@Override
		public String word() {
			return "good";
		}

	}

	/**
	 * The issuer took the leaf back.
	 *
	 * @param at since when
	 */
	record Revoked(Instant at) implements StapleFinding {

		@Override
		public String word() {
			return "revoked";
		}

	}

	/**
	 * The issuer said that the leaf was good, and the time for which it said so is over,
	 * or has not begun.
	 */
	record Stale(Instant asOf, Instant until) implements StapleFinding {

		@Override
		public String word() {
			return "stale";
		}

	}

	/**
	 * Says nothing of this leaf: garbage, of another leaf, or signed by somebody else.
	 *
	 * @param reason for a log, without what was shown
	 */
	record Wrong(String reason) implements StapleFinding {

		@Override
		public String word() {
			return "wrong";
		}

	}

	/** Nothing was shown. */
	record Absent() implements StapleFinding {

		@Override
		public String word() {
			return "absent";
		}

	}

	/** Nobody looked: that is switched off, or the certificate is self-signed. */
	record NotLookedAt() implements StapleFinding {

		@Override
		public String word() {
			return "not_looked_at";
		}

	}

}
