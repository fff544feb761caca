package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import org.web3ecosystem.bootstrap.guard.Limits;

/**
 * What the calls of each seat are held to. The transport's question is connecting, whose
 * limit comes with the call: what stands here is added to it.
 *
 * @param bySeat for each seat
 */
public record SeatLimits(Map<SeatName, Limits> bySeat) {

	private static final Limits.Breaker BREAKER = new Limits.Breaker(20, 50, Duration.ofSeconds(5), 3);

	private static final Duration FIRST_WAIT = Duration.ofMillis(200);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	/** Issuing, registering and proving may wait for an ordered transaction. */
	private static final Duration WORK = Duration.ofSeconds(30);

	private static final int MANY = 4096;

	private static final int FEWER = 1024;

	/**
	 * @throws IllegalArgumentException if a seat has none
	 */
	public SeatLimits {
		bySeat = Collections.unmodifiableMap(new EnumMap<>(bySeat));
		if (bySeat.size() != SeatName.values().length) {
			throw new IllegalArgumentException("there are limits for " + bySeat.keySet() + " only");
		}
	}

	/** Those that hold if nobody says otherwise. */
	public static SeatLimits standard() {
		Map<SeatName, Limits> limits = new EnumMap<>(SeatName.class);
		// an offer keeps its caller's deadline itself; this is for one that does not
		limits.put(SeatName.TRANSPORT, Limits.once(Duration.ofSeconds(1), WORK, BREAKER, MANY));
		// whoever judges waits for the ledger itself
		limits.put(SeatName.CERTIFICATES, asked(1, Duration.ofSeconds(5), FEWER));
		limits.put(SeatName.CONSENSUS, asked(2, Duration.ofSeconds(5), FEWER));
		// a little more than the traditional offer gives its resolvers
		limits.put(SeatName.DISCOVERY, asked(2, Duration.ofMillis(3250), MANY));
		return new SeatLimits(limits);
	}

	private static Limits asked(int times, Duration question, int atOnce) {
		return new Limits(question, WORK, times, FIRST_WAIT, LONGEST_WAIT, BREAKER, atOnce);
	}

	/** Those of one seat. */
	public Limits of(SeatName seat) {
		Limits limits = bySeat.get(seat);
		if (limits == null) {
			throw new IllegalStateException("no limits for " + seat);
		}
		return limits;
	}

}
