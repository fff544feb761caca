package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.util.Locale;

import org.web3ecosystem.trustchain.tsig.TsigKey;

/** Who is told that somebody took the zone. */
@FunctionalInterface
public interface Takers {

	/** Nobody is. */
	Takers NONE = (key, client, serial, form) -> {
	};

	/**
	 * A transfer was written to the end. Returns at once.
	 * @param key that it was asked for with
	 * @param serial that the client has now
	 */
	void took(TsigKey key, InetAddress client, long serial, Form form);

	/** How the zone was told. */
	enum Form {

		/** All of it (RFC 5936). */
		WHOLE,
		/** What is different (RFC 1995). */
		DIFFERENCES,
		/** Nothing: it had the newest. */
		CURRENT;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
