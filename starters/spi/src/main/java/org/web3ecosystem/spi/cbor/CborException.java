package org.web3ecosystem.spi.cbor;

/** The bytes are not the CBOR they should be. */
public final class CborException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public CborException(String message) {
		super(message);
	}

}
