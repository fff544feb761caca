package org.web3ecosystem.stoq.hello;

/** A HELLO is malformed, foreign or wrongly signed. */
public final class RefusedHelloException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RefusedHelloException(String message) {
		super(message);
	}

}
