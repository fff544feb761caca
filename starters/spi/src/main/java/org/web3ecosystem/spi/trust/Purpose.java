package org.web3ecosystem.spi.trust;

/** What a certificate is for; each is issued and accepted for exactly one. */
public enum Purpose {

	/**
	 * A node towards other nodes: client and server authentication, SPIFFE URI
	 * {@code spiffe://<zone>/node/<node id>}, issued by a node intermediate.
	 */
	NODE,

	/** A server towards the public: server authentication, DNS names, no URI. */
	SERVER,

	/**
	 * An operator of a node towards that node's REST interface: client authentication,
	 * SPIFFE URI {@code spiffe://<zone>/operator/<node id>}.
	 */
	OPERATOR

}
