package org.web3ecosystem.hypermesh.autoconfigure;

import org.web3ecosystem.spi.consensus.ConsensusEngine;

/** A validator was started without a consensus engine. */
final class NoEngineException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private NoEngineException() {
		super("this node is a validator, and no consensus engine is on the class path");
	}

	static ConsensusEngine fail() {
		throw new NoEngineException();
	}

}
