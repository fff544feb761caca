package org.web3ecosystem.stoq.forward;

import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.spi.UnavailableException;

/** A forward was not opened. */
public final class ForwardException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	/** Why. */
	public enum Reason {

		/**
		 * The target is not on the list of the peer for this node; asking again is vain.
		 */
		NOT_ALLOWED("not-allowed"),
		/** The target does not answer the peer. */
		UNREACHABLE("unreachable"),
		/** As many as allowed are open with this peer. */
		OVERLOADED("overloaded"),
		/** What was asked, or answered, is no such thing. */
		MALFORMED("malformed");

		private final String word;

		Reason(String word) {
			this.word = word;
		}

		/** As on the wire and in metrics. */
		public String word() {
			return word;
		}

		static Optional<Reason> of(String word) {
			return Stream.of(values()).filter(reason -> reason.word.equals(word)).findFirst();
		}

	}

	private final Reason reason;

	ForwardException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	public Reason reason() {
		return reason;
	}

}
