package org.web3ecosystem.stoq.falcon;

/** The node's Falcon key can be neither read nor made. */
public final class FalconKeyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	FalconKeyException(String message, Throwable cause) {
		super(message, cause);
	}

}
