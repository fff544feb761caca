package org.web3ecosystem.hypermesh.state;

import org.web3ecosystem.spi.RejectedException;

/** A proof that does not show what it claims. */
public sealed class ProofException extends RejectedException permits UnknownEpochException {

	private static final long serialVersionUID = 1L;

	public ProofException(String message) {
		super(message);
	}

	public ProofException(String message, Throwable cause) {
		super(message, cause);
	}

}
