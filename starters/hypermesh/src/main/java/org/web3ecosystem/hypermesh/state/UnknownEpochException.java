package org.web3ecosystem.hypermesh.state;

import org.web3ecosystem.spi.Epoch;

/** A proof cannot be checked before the roster of its epoch is known. */
public final class UnknownEpochException extends ProofException {

	private static final long serialVersionUID = 1L;

	private final transient Epoch epoch;

	public UnknownEpochException(Epoch epoch) {
		super("the roster of epoch " + epoch.number() + " is not known");
		this.epoch = epoch;
	}

	public Epoch epoch() {
		return epoch;
	}

}
