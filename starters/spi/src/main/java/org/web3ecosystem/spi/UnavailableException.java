package org.web3ecosystem.spi;

/**
 * An offer could not do what it was asked, for want of something that may come back. The
 * only failure on which a seat asks its next offer; every other exception reaches the
 * caller as it is.
 */
public class UnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public UnavailableException(String message) {
		super(message);
	}

	public UnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

}
