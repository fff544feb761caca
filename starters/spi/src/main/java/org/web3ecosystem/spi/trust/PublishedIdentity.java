package org.web3ecosystem.spi.trust;

import java.security.KeyStore.PrivateKeyEntry;
import java.util.Optional;

/**
 * What this node shows to others now. The transport publishes it; whoever wants to judge
 * the node's own certificate reads it here.
 */
@FunctionalInterface
public interface PublishedIdentity {

	/**
	 * The chain that connections begun now show, or empty before the first one is
	 * published. Answers at once.
	 */
	Optional<CertificateChain> current();

	/**
	 * The same with its key, for a TLS client of this process beside the transport; empty
	 * while the node vouches for itself, and where somebody else has the key. Answers at
	 * once.
	 */
	default Optional<PrivateKeyEntry> issued() {
		return Optional.empty();
	}

}
