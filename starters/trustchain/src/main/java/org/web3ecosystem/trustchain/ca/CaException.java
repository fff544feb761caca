package org.web3ecosystem.trustchain.ca;

/** A key or certificate of this node could not be made, read or stored. */
public class CaException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public CaException(String message) {
		super(message);
	}

	public CaException(String message, Throwable cause) {
		super(message, cause);
	}

}
