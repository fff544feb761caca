package org.web3ecosystem.hashgraph;

import org.web3ecosystem.spi.UnavailableException;

/**
 * The engine could not write its state and let it go: from then on it answers as if there
 * never was anything in it, and says so to nobody.
 */
final class LostStateException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	LostStateException() {
		super("the engine could not write its state and lost it: see to disk space, file descriptors and permissions");
	}

}
