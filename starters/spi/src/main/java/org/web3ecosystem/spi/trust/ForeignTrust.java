package org.web3ecosystem.spi.trust;

import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.Verdict;

/**
 * Judges certificates of other federations, which this one believes for their own zones
 * alone. Whoever deals with their peers, a gateway say, asks; nobody else does: such a
 * chain opens no connection of this federation's nodes and counts for nothing on its
 * ledger, see {@link CertificateProvider}.
 * <p>
 * Laws, tested by {@code ForeignTrustContract}:
 * <ol>
 * <li>a chain is accepted for the trust domain that its names are of, and for no other;
 * <li>a trust domain that the federation has not admitted is {@link Verdict.Rejected},
 * and so is this federation's own;
 * <li>what cannot be judged now, since no bundle of that domain was had, is
 * {@link Verdict.Unavailable};
 * <li>a certificate for servers alone is rejected as a client's.
 * </ol>
 * Both methods may be called from any thread and never block it.
 */
public interface ForeignTrust {

	/** As what a chain is shown. */
	enum Use {

		/** By who asks; the leaf has a SPIFFE ID. */
		CLIENT,
		/** By who answers. */
		SERVER

	}

	/** The trust domains that are admitted, as far as this node has read. */
	Set<String> domains();

	/**
	 * Whether a peer of {@code trustDomain} may show this chain now. Which peer it is say
	 * the leaf's names: after {@link Verdict.Accepted} they are all of that domain. May
	 * look for a newer bundle first, so that an answer may take some seconds.
	 * @param trustDomain such as {@code other.internal}
	 */
	CompletionStage<Verdict> validate(String trustDomain, CertificateChain chain, Use use);

}
