package org.web3ecosystem.hashgraph;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;

/**
 * The engine could not write its state and goes on without what it could not: it answers
 * as if that had never been, and says so to nobody.
 */
final class LostStateException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	private static final String WHAT = "the engine could not write its state and lost it"
			+ ": see to disk space, file descriptors and permissions";

	LostStateException() {
		super(WHAT);
	}

	LostStateException(Throwable cause) {
		super(WHAT + ": " + Reason.of(first(cause)), cause);
	}

	private static Throwable first(Throwable failure) {
		Throwable cause = failure.getCause();
		return cause == null ? failure : first(cause);
	}

}
