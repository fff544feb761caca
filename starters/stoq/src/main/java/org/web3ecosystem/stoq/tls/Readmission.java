package org.web3ecosystem.stoq.tls;

import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * The way to a leaf for a node that has none to show: whoever asks over the transport has
 * to show one, and a node without an authority whose leaf ended while it was off cannot.
 */
@FunctionalInterface
public interface Readmission {

	/** There is no such way. */
	Readmission NONE = leaf -> CompletableFuture.failedFuture(new UnavailableException("nobody readmits this node"));

	/**
	 * Asks for a leaf on the strength of the node key alone.
	 * @param leaf P-256, fresh
	 */
	CompletionStage<CertificateChain> renew(KeyPair leaf);

}
