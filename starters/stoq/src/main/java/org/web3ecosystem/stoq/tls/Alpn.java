package org.web3ecosystem.stoq.tls;

/** Names of the protocols over TLS. */
public final class Alpn {

	/** Node to node. */
	public static final String STOQ = "stoq/1";

	/** A joiner at the door. */
	public static final String JOIN = "stoq-join/1";

	private Alpn() {
	}

}
