package org.web3ecosystem.stoq.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.NodeId;

/**
 * Who is connected to a listener, from the first valid packet on. Strangers and admitted
 * peers have room of their own, so that no number of strangers takes a peer's. Where
 * there is none left the longest there of the same kind goes: an honest stranger is one
 * for a moment only, and a peer that comes back is not kept out by what it left behind.
 * Of strangers that is one of the source that has most of them, and no source has more
 * than its share. Changed by the event loop alone.
 */
final class Guests {

	/** Each may hold about 100 KiB, most of it the TLS state. */
	static final int STRANGERS = 128;

	/** Of these from one address, or one IPv6 /64. */
	static final int PER_SOURCE = STRANGERS / 4;

	/** One per identity is what the pool of an honest peer makes. */
	static final int PER_PEER = 8;

	private final int limit;

	/** With their sources, the longest there first. */
	private final Map<Guest, Object> strangers = new LinkedHashMap<>();

	/** How many strangers a source has. */
	private final Map<Object, Integer> present = new HashMap<>();

	private final Map<NodeId, Deque<Guest>> byPeer = new HashMap<>();

	private final Set<Guest> admitted = ConcurrentHashMap.newKeySet();

	private final Set<Guest> all = ConcurrentHashMap.newKeySet();

	/**
	 * @param limit admitted connections, of all peers together
	 */
	Guests(int limit) {
		this.limit = limit;
	}

	/**
	 * Lets a stranger in; the one that has to make room, if any.
	 * @param source equal for those that one host can be
	 */
	Optional<Guest> enter(Guest guest, Object source) {
		all.add(guest);
		strangers.put(guest, source);
		int same = present.merge(source, 1, Integer::sum);
		Optional<Guest> leaving = (same > PER_SOURCE) ? longest(source)
				: (strangers.size() > Math.min(limit, STRANGERS)) ? longest(mostPresent()) : Optional.empty();
		leaving.ifPresent(this::isNoStranger);
		return leaving;
	}

	private void isNoStranger(Guest guest) {
		Object source = strangers.remove(guest);
		if (source != null) {
			present.computeIfPresent(source, (same, count) -> (count == 1) ? null : count - 1);
		}
	}

	private Object mostPresent() {
		return present.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	private Optional<Guest> longest(Object source) {
		return strangers.entrySet()
			.stream()
			.filter(entry -> entry.getValue().equals(source))
			.map(Map.Entry::getKey)
			.findFirst();
	}

	/**
	 * A stranger turns out to be this peer; whoever has to make room, which may be it.
	 */
	Optional<Guest> admit(Guest guest, NodeId peer) {
		isNoStranger(guest);
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
		isNoStranger(guest);
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
