package org.web3ecosystem.bootstrap.monitor;

/** {@code current_phase} is above 0 and there is no journal that says so. */
public class InitialPhaseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InitialPhaseException(int phase) {
		super("current_phase is " + phase + ", but this node has never been in any phase: its journal is empty");
	}

}
