package org.web3ecosystem.trustchain.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Says which name was meant where somebody asks for a bundle that is not there. */
final class NoBundleFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchSslBundleException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable root, NoSuchSslBundleException cause) {
		boolean off = IdentityBundle.NAME.equals(cause.getBundleName());
		return new FailureAnalysis("There is no SSL bundle '" + cause.getBundleName() + "'.", off
				? "Take web3.trustchain.ssl-bundle=false and web3.trustchain.enabled=false out, or name another bundle."
				: "The one with a certificate of the federation is '" + IdentityBundle.NAME
						+ "', as in server.ssl.bundle=" + IdentityBundle.NAME
						+ "; others are defined under spring.ssl.bundle.",
				cause);
	}

}
