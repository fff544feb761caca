package org.web3ecosystem.stoq.quic;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.stoq.tls.ServerHello;
import org.web3ecosystem.stoq.wire.KeyExchange;

/**
 * The Initial packets of a server on one connection, until they have told the group of
 * the key exchange. A ServerHello with a post-quantum key share fills more than one, but
 * the group comes before the share.
 */
final class ServerFlight {

	/** Acknowledgements and repetitions among them. */
	private static final int MOST = 8;

	private byte[] called;

	private boolean retried;

	private int packets;

	private @Nullable InitialKeys keys;

	private @Nullable CryptoStart start;

	private KeyExchange group = KeyExchange.UNKNOWN;

	/**
	 * @param called the id by which the client calls the server at first
	 */
	ServerFlight(byte[] called) {
		this.called = called;
	}

	/**
	 * The client shows the token of a Retry. From the first such packet on, and whatever
	 * id it uses when it has heard more, the keys are those of this id.
	 */
	void retried(byte[] calledNow) {
		if (!retried) {
			retried = true;
			called = calledNow;
			keys = null;
		}
	}

	void add(InitialPacket packet) {
		if (group != KeyExchange.UNKNOWN || packets++ >= MOST) {
			return;
		}
		InitialKeys known = (keys != null) ? keys : InitialKeys.ofServer(called);
		CryptoStart begun = (start != null) ? start : new CryptoStart();
		known.open(packet).ifPresent(begun::add);
		group = ServerHello.group(begun.bytes()).orElse(KeyExchange.UNKNOWN);
		boolean done = group != KeyExchange.UNKNOWN || packets >= MOST;
		keys = done ? null : known;
		start = done ? null : begun;
	}

	KeyExchange group() {
		return group;
	}

}
