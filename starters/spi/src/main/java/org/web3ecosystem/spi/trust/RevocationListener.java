package org.web3ecosystem.spi.trust;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Told when this node has heard that certificates were taken back. Whoever shows a
 * certificate, or lets others go on that showed one, asks the certificate seat again.
 */
@FunctionalInterface
public interface RevocationListener {

	/**
	 * Called on a thread of the component that heard it; must return quickly and never
	 * throw.
	 */
	void revoked();

	/**
	 * Authorities are no longer to be trusted: what they signed goes on for a while, and
	 * is refused then. Whoever shows such a chain replaces it before, at a moment drawn
	 * from that time, so that not all ask at once. Under the same rules as
	 * {@link #revoked}; may be called again for what was told before.
	 * @param below whether a chain is by one of them, of all that are known
	 * @param within half the time that is left
	 */
	default void distrusted(Predicate<CertificateChain> below, Duration within) {
	}

}
