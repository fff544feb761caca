package org.web3ecosystem.stoq.tls;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * Whether a peer proved in this very handshake that it has the key to its certificate.
 * Who resumes a session (RFC 8446, section 2.2) proves no more than that it has a ticket,
 * and is not let in.
 */
public final class FullHandshake {

	private static final String SEEN = FullHandshake.class.getName();

	private FullHandshake() {
	}

	/** A certificate is shown. */
	static void seen(SSLEngine engine) {
		SSLSession session = engine.getHandshakeSession();
		if (session != null) {
			// a resumed session may have all that the first one had
			session.putValue(SEEN, new WeakReference<>(engine));
		}
	}

	/** Whether one was shown to this engine. */
	public static boolean isBy(@Nullable SSLEngine engine) {
		return engine != null && engine.getSession().getValue(SEEN) instanceof Reference<?> seen
				&& seen.get() == engine;
	}

}
