package org.web3ecosystem.spi.trust;

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

}
