package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.NodeId;

/**
 * How long a peer is left alone after attempts in vain, whoever wants to reach it: some
 * ask again as soon as they are told. 200 ms, doubled each time, full jitter, at most 5
 * s. The peer that failed longest ago is forgotten when there are too many. Thread-safe.
 */
final class Pauses {

	private static final long FIRST = Duration.ofMillis(200).toNanos();

	private static final long LAST = Duration.ofSeconds(5).toNanos();

	private static final int DOUBLED = 8;

	private static final int MOST = 1024;

	/** How often in a row, and until when it is left alone. */
	private record Failed(int times, long until) {
	}

	private final RandomGenerator random;

	private final Map<NodeId, Failed> byPeer = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<NodeId, Failed> eldest) {
			return size() > MOST;
		}

	};

	Pauses(RandomGenerator random) {
		this.random = random;
	}

	/** From now on; zero or less if there is none. */
	synchronized Duration left(NodeId peer) {
		Failed failed = byPeer.get(peer);
		return (failed != null) ? Duration.ofNanos(failed.until - System.nanoTime()) : Duration.ZERO;
	}

	/** An attempt was in vain. */
	synchronized void failed(NodeId peer) {
		Failed before = byPeer.remove(peer);
		int times = (before != null) ? before.times : 0;
		long ceiling = Math.min(LAST, FIRST << Math.min(times, DOUBLED));
		byPeer.put(peer, new Failed(times + 1, System.nanoTime() + random.nextLong(ceiling)));
	}

	/** The peer is there. */
	synchronized void forget(NodeId peer) {
		byPeer.remove(peer);
	}

}
