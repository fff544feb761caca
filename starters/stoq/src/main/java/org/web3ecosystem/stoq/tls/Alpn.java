package org.web3ecosystem.stoq.tls;

import org.jspecify.annotations.Nullable;

/** Names of the protocols over TLS. */
public final class Alpn {

	/** Node to node. */
	public static final String STOQ = "stoq/1";

	/** A joiner at the door. */
	public static final String JOIN = "stoq-join/1";

	/** Node to node, in HTTP/2 streams. */
	public static final String STOQ_TCP = "stoq-tcp/1";

	/** A joiner at the door, in an HTTP/2 stream. */
	public static final String JOIN_TCP = "stoq-join-tcp/1";

	/** Whether this protocol leads to the door. */
	public static boolean isJoin(@Nullable String protocol) {
		return JOIN.equals(protocol) || JOIN_TCP.equals(protocol);
	}

	private Alpn() {
	}

}
