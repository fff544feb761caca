package org.web3ecosystem.trustchain.update;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.discovery.Name;

/**
 * How often it is written down that updates by a key were refused: once in a
 * {@link #PERIOD}, and then how many there were since the line before. Has one entry for
 * each key, of which there are few. Thread-safe.
 */
final class RefusalLog {

	static final Duration PERIOD = Duration.ofSeconds(1);

	private final InstantSource clock;

	private final Map<Name, Written> all = new ConcurrentHashMap<>();

	/**
	 * A line.
	 *
	 * @param unsaid what was refused since and is in no line
	 */
	private record Written(Instant at, long unsaid) {
	}

	RefusalLog(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * One was refused.
	 * @param key that signed it
	 * @return how many were since the last line, with this one, if there is to be another
	 * now
	 */
	Optional<Long> refused(Name key) {
		Instant now = clock.instant();
		long[] said = new long[1];
		all.compute(key, (same, before) -> {
			if (before != null && now.isBefore(before.at().plus(PERIOD))) {
				return new Written(before.at(), before.unsaid() + 1);
			}
			said[0] = (before != null) ? before.unsaid() + 1 : 1;
			return new Written(now, 0);
		});
		return (said[0] > 0) ? Optional.of(said[0]) : Optional.empty();
	}

}
