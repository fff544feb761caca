package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what a validator without engine lacks. */
final class NoEngineFailureAnalyzer extends AbstractFailureAnalyzer<NoEngineException> {

	@Override
	protected FailureAnalysis analyze(Throwable root, NoEngineException cause) {
		return new FailureAnalysis(
				"The genesis document names this node as a validator, and this application has no consensus engine.",
				"Add org.web3ecosystem:hypermesh-hashgraph to the application, or set web3.hypermesh.enabled=false.",
				cause);
	}

}
