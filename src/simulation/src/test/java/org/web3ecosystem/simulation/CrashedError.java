package org.web3ecosystem.simulation;

/** Takes the frames of a process that is no more off the stack. */
final class CrashedError extends Error {

	private static final long serialVersionUID = 1L;

	CrashedError() {
		super("the process is no more", null, false, false);
	}

}
