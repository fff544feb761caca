package org.web3ecosystem.platform.node;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.web3ecosystem.platform.command.RefusedException;

/** A refusal is its own analysis. */
public final class RefusedFailureAnalyzer extends AbstractFailureAnalyzer<RefusedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RefusedException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
	}

}
