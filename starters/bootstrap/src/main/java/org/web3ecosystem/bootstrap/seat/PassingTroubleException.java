package org.web3ecosystem.bootstrap.seat;

/**
 * Nobody in a seat could answer, and one of them may do so in a moment. Never seen by
 * callers: they get the cause.
 */
final class PassingTroubleException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	PassingTroubleException(Throwable cause) {
		super(null, cause, false, false);
	}

}
