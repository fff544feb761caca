package org.web3ecosystem.hypermesh.state;

import org.web3ecosystem.spi.Epoch;

/** A proof cannot be checked before the roster of its epoch is known. */
public final class UnknownEpochException extends ProofException {

	private static final long serialVersionUID = 1L;

	private final transient Epoch epoch;

	public UnknownEpochException(Epoch epoch) {
		this(epoch, "the roster of epoch " + epoch.number() + " is not known");
	}

	/** One with something else wrong that is said first. */
	public UnknownEpochException(Epoch epoch, String message) {
		super(message);
		this.epoch = epoch;
	}

	public Epoch epoch() {
		return epoch;
	}

}
