package org.web3ecosystem.hypermesh.queue;

import org.web3ecosystem.spi.UnavailableException;

/**
 * The queue takes nothing, whatever the ledger does: its file is damaged, or it is not
 * open.
 */
public final class UnusableQueueException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	UnusableQueueException(String message) {
		super(message);
	}

}
