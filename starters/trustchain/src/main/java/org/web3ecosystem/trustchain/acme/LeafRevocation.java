package org.web3ecosystem.trustchain.acme;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletionStage;

/** Revokes leaves that this node issued. */
@FunctionalInterface
public interface LeafRevocation {

	/**
	 * Revokes. Completes when the revocation is durable; fails with an
	 * {@code UnavailableException} if that cannot be done now, with a
	 * {@code RejectedException} if not at all. To revoke what is revoked changes nothing.
	 * @param leaf a leaf that this node issued
	 * @param reason CRLReason of RFC 5280, section 5.3.1: 0, 1, 3, 4 or 5
	 */
	CompletionStage<Void> revoke(X509Certificate leaf, int reason);

}
