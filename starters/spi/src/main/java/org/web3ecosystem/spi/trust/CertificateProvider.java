package org.web3ecosystem.spi.trust;

import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;

/**
 * Gives and judges certificates.
 * <p>
 * Laws, tested by {@code CertificateProviderContract}:
 * <ol>
 * <li>a chain it gave, it accepts, for the same purpose and node, while it is valid;
 * <li>it rejects that chain for another purpose or another node;
 * <li>a chain it cannot judge is {@link Verdict.Unavailable}; a chain it can judge and
 * finds wanting is {@link Verdict.Rejected};
 * <li>validating keeps no state that makes a later answer more lenient.
 * </ol>
 * Both methods may be called from any thread and never block it.
 */
public interface CertificateProvider {

	/**
	 * A certificate over the request's public key. Fails with
	 * {@link org.web3ecosystem.spi.UnavailableException} if it cannot be had now and with
	 * {@link org.web3ecosystem.spi.RejectedException} if it may not be had at all.
	 */
	CompletionStage<CertificateChain> certificate(CertificateRequest request);

	/**
	 * Whether this chain is one that {@code subject} may show for {@code purpose} now.
	 */
	CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject);

}
