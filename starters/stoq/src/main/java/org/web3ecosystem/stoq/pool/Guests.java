package org.web3ecosystem.stoq.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.NodeId;

/**
 * Who is connected to a listener, from the first valid packet on. Strangers and admitted
 * peers have room of their own, so that no number of strangers takes a peer's. Where
 * there is none left the longest there of the same kind goes: an honest stranger is one
 * for a moment only, and a peer that comes back is not kept out by what it left behind.
 * Changed by the event loop alone.
 */
final class Guests {

	/** Each may hold about 100 KiB, most of it the TLS state. */
	static final int STRANGERS = 128;

	/** One per identity is what the pool of an honest peer makes. */
	static final int PER_PEER = 8;

	private final int limit;

	private final SequencedSet<Guest> strangers = new LinkedHashSet<>();

	private final Map<NodeId, Deque<Guest>> byPeer = new HashMap<>();

	private final Set<Guest> admitted = ConcurrentHashMap.newKeySet();

	private final Set<Guest> all = ConcurrentHashMap.newKeySet();

	/**
	 * @param limit admitted connections, of all peers together
	 */
	Guests(int limit) {
		this.limit = limit;
	}

	/** Lets a stranger in; the one that has to make room, if any. */
	Optional<Guest> enter(Guest guest) {
		all.add(guest);
		strangers.addLast(guest);
		return strangers.size() > Math.min(limit, STRANGERS) ? Optional.of(strangers.removeFirst()) : Optional.empty();
	}

	/**
	 * A stranger turns out to be this peer; whoever has to make room, which may be it.
	 */
	Optional<Guest> admit(Guest guest, NodeId peer) {
		strangers.remove(guest);
		Deque<Guest> same = byPeer.computeIfAbsent(peer, unknown -> new ArrayDeque<>());
		same.addLast(guest);
		admitted.add(guest);
		if (same.size() > PER_PEER) {
			return Optional.of(same.getFirst());
		}
		return admitted.size() > limit ? Optional.of((same.size() > 1) ? same.getFirst() : guest) : Optional.empty();
	}

	/** True if it was here. */
	boolean leave(Guest guest) {
		strangers.remove(guest);
		if (admitted.remove(guest)) {
			byPeer.values().removeIf(same -> same.remove(guest) && same.isEmpty());
		}
		return all.remove(guest);
	}

	/** Everybody, as of now. */
	Collection<Guest> all() {
		return all;
	}

}
