package org.web3ecosystem.bootstrap.seat;

import org.web3ecosystem.spi.UnavailableException;

/**
 * The question is not one for this offer, however well it is. The next one is asked, and
 * its answer is no fallback.
 */
public class OutsideCompetenceException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	public OutsideCompetenceException(String message) {
		super(message);
	}

}
