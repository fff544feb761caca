package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * That a leaf was taken back. It never comes back: there is no hold.
 *
 * @param at consensus time
 * @param reason why
 */
public record Revocation(Instant at, Reason reason) {

	/** Why, RFC 5280, section 5.3.1, as far as it applies to leaves. */
	public enum Reason {

		/** No reason was given. */
		UNSPECIFIED(0, "unspecified"),
		/** The private key is known to others, or may be. */
		KEY_COMPROMISE(1, "keyCompromise"),
		/** The subject's name or belonging changed. */
		AFFILIATION_CHANGED(3, "affiliationChanged"),
		/** Another certificate has taken its place. */
		SUPERSEDED(4, "superseded"),
		/** What it was issued for is over. */
		CESSATION_OF_OPERATION(5, "cessationOfOperation"),
		/** Whoever allowed it does so no longer. */
		PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn");

		private final int code;

		private final String text;

		Reason(int code, String text) {
			this.code = code;
			this.text = text;
		}

		/** CRLReason. */
		public int code() {
			return code;
		}

		/** The reason with this CRLReason, if it is one of those used here. */
		public static Optional<Reason> of(int code) {
			return Arrays.stream(values()).filter(reason -> reason.code == code).findFirst();
		}

		/** The reason that RFC 5280 calls so. */
		public static Optional<Reason> named(String text) {
			return Arrays.stream(values()).filter(reason -> reason.text.equals(text)).findFirst();
		}

		/** As RFC 5280 calls it. */
		@Override
		public String toString() {
			return text;
		}

	}

}
