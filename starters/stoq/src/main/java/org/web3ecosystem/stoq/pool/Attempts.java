package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attempts to connect that were refused just now. A client of QUIC whose connection ended
 * before it heard of that begins the same again with its next packet, as its Retry token
 * is still good: that is one attempt, by its connection id. The one that was refused
 * first is forgotten when there are too many. For the event loop alone.
 */
final class Attempts {

	/** As long as a Retry token lasts. */
	static final Duration MEMORY = Duration.ofSeconds(30);

	private static final int MOST = 512;

	private final InstantSource clock;

	private final Map<Object, Long> refused = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
			return size() > MOST;
		}

	};

	Attempts(InstantSource clock) {
		this.clock = clock;
	}

	/** An attempt is refused; whether that was not so before. */
	boolean refuse(Object attempt) {
		long now = clock.millis();
		Long before = refused.get(attempt);
		if (before != null && now - before < MEMORY.toMillis()) {
			return false;
		}
		refused.put(attempt, now);
		return true;
	}

}
