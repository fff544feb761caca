package org.web3ecosystem.trustchain.path;

import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.util.Collection;
import java.util.Set;

/** A critical extension that does not stop a path, since it was judged elsewhere. */
final class Overlooked extends PKIXCertPathChecker {

	private final String type;

	Overlooked(String type) {
		this.type = type;
	}

	@Override
	public void init(boolean forward) {
		// remembers nothing
	}

	@Override
	public boolean isForwardCheckingSupported() {
		return true;
	}

	@Override
	public Set<String> getSupportedExtensions() {
		return Set.of(type);
	}

	@Override
	public void check(Certificate certificate, Collection<String> unresolved) {
		unresolved.remove(type);
	}

}
