package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;

/**
 * So many of something in an hour, for each of those who do it, and as many at once after
 * a pause: the generic cell rate algorithm (ITU-T I.371, annex A). Of those that are
 * remembered the one that was silent longest is forgotten first. Thread-safe.
 */
final class RateLimit {

	/** Remembered at once. */
	static final int MAX_KEYS = 8_192;

	private static final long HOUR = Duration.ofHours(1).toMillis();

	private final String what;

	private final int perHour;

	private final InstantSource clock;

	/** When the next one of each is due, were they evenly spaced. */
	private final Map<String, Long> due = new LinkedHashMap<>(16, 0.75f, true);

	/**
	 * @param what for people, such as {@code new orders}
	 */
	RateLimit(String what, int perHour, InstantSource clock) {
		this.what = what;
		this.perHour = perHour;
		this.clock = clock;
	}

	/**
	 * Counts one.
	 * @throws AcmeException rateLimited, with the time to wait, if it is one too many
	 */
	void count(String key) {
		check(key);
		add(key);
	}

	/**
	 * Counts nothing.
	 * @throws AcmeException rateLimited, with the time to wait, if one more were too many
	 */
	synchronized void check(String key) {
		long now = clock.millis();
		long interval = HOUR / perHour;
		long wait = Math.max(now, due.getOrDefault(key, 0L)) - now - (perHour - 1L) * interval;
		if (wait > 0) {
			throw AcmeException.retry(ErrorType.RATE_LIMITED, Duration.ofMillis(wait),
					"more than " + perHour + " " + what + " in an hour");
		}
	}

	/** Counts one, too many or not. */
	synchronized void add(String key) {
		long now = clock.millis();
		due.put(key, Math.max(now, due.getOrDefault(key, 0L)) + HOUR / perHour);
		if (due.size() > MAX_KEYS) {
			due.remove(due.keySet().iterator().next());
		}
	}

}
