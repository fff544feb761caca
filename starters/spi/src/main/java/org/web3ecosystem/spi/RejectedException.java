package org.web3ecosystem.spi;

/** A request was understood and refused. Asking another offer would not be honest. */
public class RejectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public RejectedException(String message) {
		super(message);
	}

	public RejectedException(String message, Throwable cause) {
		super(message, cause);
	}

}
