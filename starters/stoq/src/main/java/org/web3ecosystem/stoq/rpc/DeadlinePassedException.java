package org.web3ecosystem.stoq.rpc;

import org.web3ecosystem.spi.UnavailableException;

/** The time is over that the caller itself gave; it may hear so before it sees so. */
final class DeadlinePassedException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	DeadlinePassedException(String message) {
		super(message);
	}

}
