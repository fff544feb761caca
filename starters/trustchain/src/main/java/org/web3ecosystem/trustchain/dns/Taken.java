package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

import org.web3ecosystem.spi.discovery.Name;

/**
 * Which serials a client took from here. What it took elsewhere has other signatures, and
 * no difference from here would fit. Thread-safe.
 */
final class Taken {

	/** The most clients; whoever came longest ago goes first. */
	private static final int MOST = 64;

	private final Map<Client, SequencedSet<Long>> serials = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Client, SequencedSet<Long>> eldest) {
			return size() > MOST;
		}

	};

	/**
	 * Who takes the zone.
	 *
	 * @param key the name of its key
	 */
	record Client(Name key, InetAddress address) {
	}

	synchronized void took(Client client, long serial) {
		SequencedSet<Long> own = serials.computeIfAbsent(client, none -> new LinkedHashSet<>());
		own.add(serial);
		if (own.size() > History.MOST) {
			own.removeFirst();
		}
	}

	synchronized void forget() {
		serials.clear();
	}

	synchronized boolean has(Client client, long serial) {
		SequencedSet<Long> own = serials.get(client);
		return own != null && own.contains(serial);
	}

}
