package org.web3ecosystem.spi.consensus;

import java.time.Instant;

import org.web3ecosystem.spi.UnavailableException;

/**
 * The ledger holds a command up, since the federation is in emergency mode. Nothing came
 * of it; the same can be done when that is over.
 */
public final class EmergencyModeException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	/** The problem that programs tell from others. */
	public static final String KIND = "ledger:emergency-mode";

	private final Instant until;

	/**
	 * @param until when it is over by itself, in consensus time; it may be ended before
	 */
	public EmergencyModeException(Instant until) {
		super("the federation is in emergency mode until " + until
				+ ": reads, renewals and what decides about the federation go on, nothing else");
		this.until = until;
	}

	/** When it is over at the latest. */
	public Instant until() {
		return until;
	}

}
