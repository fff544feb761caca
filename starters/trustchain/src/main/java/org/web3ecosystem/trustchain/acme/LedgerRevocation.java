package org.web3ecosystem.trustchain.acme;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.revocation.Revoker;

/**
 * Revokes in the ledger. A leaf that is so new that it is not ordered yet cannot be
 * revoked yet.
 *
 * @param revoker in this node's name
 * @param executor virtual threads
 */
public record LedgerRevocation(Revoker revoker, Executor executor) implements LeafRevocation {

	private static final Optional<String> UNKNOWN = Optional.of("trustchain:no-such-leaf");

	@Override
	public CompletionStage<Void> revoke(X509Certificate leaf, int reason) {
		return Async.call(executor, () -> {
			try {
				revoker.revoke(Digest.of(leaf), Reason.of(reason)
					.orElseThrow(() -> new RejectedException("no reason of RFC 5280 is " + reason)));
				return null;
			}
			catch (RejectedException refused) {
				if (refused.kind().equals(UNKNOWN)) {
					throw new UnavailableException("the certificate is not in the ledger yet, or no more", refused);
				}
				throw refused;
			}
		});
	}

}
