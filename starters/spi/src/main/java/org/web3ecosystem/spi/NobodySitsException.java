package org.web3ecosystem.spi;

/**
 * The phase has nobody who is asked this: no failure that passes by itself, but what the
 * table wants.
 */
public class NobodySitsException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	public NobodySitsException(String message) {
		super(message);
	}

}
