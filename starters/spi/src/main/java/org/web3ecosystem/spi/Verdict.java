package org.web3ecosystem.spi;

/**
 * The answer to a question about trust. Only {@link Unavailable} lets a chain of offers
 * ask the next one: nobody turns a rejection into an acceptance by asking again
 * elsewhere.
 */
public sealed interface Verdict {

	/** Yes. */
	record Accepted() implements Verdict {
	}

	/**
	 * No, and why.
	 *
	 * @param reason in words for an operator
	 * @param revoked whether it was good once, and was taken back
	 */
	record Rejected(String reason, boolean revoked) implements Verdict {
	}

	/** This offer cannot judge now, and why. */
	record Unavailable(String reason) implements Verdict {
	}

	Accepted ACCEPTED = new Accepted();

	static Verdict accepted() {
		return ACCEPTED;
	}

	static Verdict rejected(String reason) {
		return new Rejected(reason, false);
	}

	static Verdict revoked(String reason) {
		return new Rejected(reason, true);
	}

	static Verdict unavailable(String reason) {
		return new Unavailable(reason);
	}

	/** Why not; empty if accepted. */
	default String reason() {
		return switch (this) {
			case Accepted accepted -> "";
			case Rejected(String why, boolean revoked) -> why;
			case Unavailable(String why) -> why;
		};
	}

	default boolean isAccepted() {
		return this instanceof Accepted;
	}

}
