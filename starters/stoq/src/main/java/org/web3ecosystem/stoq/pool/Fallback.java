package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When TCP is used, and when QUIC again.
 *
 * @param on whether TCP is used at all, in either direction
 * @param after how long QUIC may be silent before TCP is tried beside it
 * @param firstLook how long after that QUIC is tried again at the earliest
 * @param lastLook how long at most between two such attempts
 */
public record Fallback(boolean on, Duration after, Duration firstLook, Duration lastLook) {

	/** What is used unless said otherwise. */
	public static final Fallback ON = new Fallback(true, Duration.ofMillis(750), Duration.ofSeconds(2),
			Duration.ofSeconds(30));

	/** QUIC or nothing. */
	public static final Fallback OFF = new Fallback(false, ON.after, ON.firstLook, ON.lastLook);

	/** TCP is no better if it begins when the handshake limit is over. */
	private static final int PART_OF_HANDSHAKE = 3;

	/** How long to wait for an answer over QUIC, if its handshake may take so long. */
	Duration patience(Duration handshake) {
		Duration part = handshake.dividedBy(PART_OF_HANDSHAKE);
		return (part.compareTo(after) < 0) ? part : after;
	}

	/** Doubled each time, and between half of that and all of it. */
	Duration untilLook(int looked, RandomGenerator random) {
		long ceiling = Math.min(lastLook.toMillis(), firstLook.toMillis() << Math.min(looked, 16));
		return Duration.ofMillis(ceiling - random.nextLong(ceiling / 2 + 1));
	}

}
