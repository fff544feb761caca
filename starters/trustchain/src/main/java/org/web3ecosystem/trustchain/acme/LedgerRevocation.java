package org.web3ecosystem.trustchain.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.revocation.Revoker;

/**
 * Revokes in the ledger. A leaf that is so new that it is not ordered yet is waited for.
 *
 * @param revoker in this node's name
 * @param executor virtual threads
 */
public record LedgerRevocation(Revoker revoker, Executor executor) implements LeafRevocation {

	/** Time enough for a leaf to be ordered, and less than a client waits. */
	private static final Duration ORDERED = Duration.ofSeconds(10);

	private static final Duration PERIOD = Duration.ofMillis(100);

	private static final Optional<String> UNKNOWN = Optional.of("trustchain:no-such-leaf");

	@Override
	public CompletionStage<Void> revoke(X509Certificate leaf, int reason) {
		return Async.call(executor, () -> {
			revoke(Digest.of(leaf),
					Reason.of(reason).orElseThrow(() -> new RejectedException("no reason of RFC 5280 is " + reason)));
			return null;
		});
	}

	private void revoke(byte[] leaf, Reason reason) {
		long begun = System.nanoTime();
		while (true) {
			try {
				revoker.revoke(leaf, reason);
				return;
			}
			catch (RejectedException refused) {
				if (!refused.kind().equals(UNKNOWN)) {
					throw refused;
				}
				if (System.nanoTime() - begun > ORDERED.toNanos()) {
					throw new UnavailableException("the certificate is not in the ledger yet, or no more", refused);
				}
				LockSupport.parkNanos(PERIOD.toNanos());
			}
		}
	}

}
