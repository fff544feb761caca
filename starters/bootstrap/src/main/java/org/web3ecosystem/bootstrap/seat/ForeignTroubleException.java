package org.web3ecosystem.bootstrap.seat;

import org.web3ecosystem.spi.UnavailableException;

/**
 * Nobody outside answers for a name of others. That says nothing about the offer that
 * asked them: who makes it ask for names that nobody answers must not silence it.
 */
public class ForeignTroubleException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	public ForeignTroubleException(String message) {
		super(message);
	}

	public ForeignTroubleException(String message, Throwable cause) {
		super(message, cause);
	}

}
