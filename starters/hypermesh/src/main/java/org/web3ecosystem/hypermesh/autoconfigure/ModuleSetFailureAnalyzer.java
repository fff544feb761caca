package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.web3ecosystem.hypermesh.ledger.ModuleSetException;

/** Says which ledger modules are missing or too many. */
final class ModuleSetFailureAnalyzer extends AbstractFailureAnalyzer<ModuleSetException> {

	@Override
	protected FailureAnalysis analyze(Throwable root, ModuleSetException cause) {
		return new FailureAnalysis(
				"This node cannot validate: " + cause.getMessage()
						+ ". It would compute another state than the other validators.",
				"Run the application with the starters that the federation was founded with, neither fewer nor more.",
				cause);
	}

}
