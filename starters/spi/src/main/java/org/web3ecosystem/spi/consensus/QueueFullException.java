package org.web3ecosystem.spi.consensus;

import org.web3ecosystem.spi.UnavailableException;

/** The {@link WriteQueue} takes no more now; nothing of the write was kept. */
public final class QueueFullException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	/** The problem that programs tell from others. */
	public static final String KIND = "queue:full";

	public QueueFullException(String message) {
		super(message);
	}

}
