package org.web3ecosystem.hashgraph;

import java.nio.file.Path;

/** A gossip key that is not the one the genesis document names. */
public final class ForeignKeyException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	ForeignKeyException(Path file) {
		super(file + " is not the key of this node's gossip certificate in the roster: "
				+ "the directory belongs to another node or federation");
	}

}
