package org.web3ecosystem.hashgraph.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import org.web3ecosystem.hashgraph.ForeignKeyException;

/** Says whose directory it is not. */
final class ForeignKeyFailureAnalyzer extends AbstractFailureAnalyzer<ForeignKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable root, ForeignKeyException cause) {
		return new FailureAnalysis("This node cannot validate: " + cause.getMessage() + ".",
				"Put this node's own hashgraph directory back, or restore the node from a backup.", cause);
	}

}
