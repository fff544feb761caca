package org.web3ecosystem.stoq.pool;

import io.netty.util.AttributeKey;

import org.web3ecosystem.stoq.tls.Generation;

/** What is tied to a QUIC connection. */
final class Attributes {

	/** The identity this side shows on it. */
	static final AttributeKey<Generation> GENERATION = AttributeKey.valueOf(Attributes.class, "generation");

	/** The guest on an incoming one. */
	static final AttributeKey<Guest> GUEST = AttributeKey.valueOf(Attributes.class, "guest");

	private Attributes() {
	}

}
