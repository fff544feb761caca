package org.web3ecosystem.bootstrap.seat;

import org.web3ecosystem.spi.UnavailableException;

/** An offer was not asked, since it failed too often or has as much to do as it may. */
final class SparedException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	SparedException(String message) {
		super(message);
	}

}
