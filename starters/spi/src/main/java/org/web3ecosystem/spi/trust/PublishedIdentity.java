package org.web3ecosystem.spi.trust;

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

}
