package org.web3ecosystem.trustchain.acme.store;

/** The store could not read or write. */
public final class StoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	StoreException(String message, Throwable cause) {
		super(message, cause);
	}

}
