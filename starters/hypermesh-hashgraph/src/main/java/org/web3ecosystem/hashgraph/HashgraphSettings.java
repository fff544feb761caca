package org.web3ecosystem.hashgraph;

import java.time.Duration;

/**
 * What may be set from outside; everything else is fixed in {@link EngineConfiguration},
 * because replicas with different rules would part.
 *
 * @param creationRate events a second at most; 100 costs less, 200 halves the latency
 * @param maxWaiting own transactions on their way, in number, before {@code FULL}
 * @param maxWaitingBytes own transactions on their way, in bytes, before {@code FULL}
 * @param idleAfter how long nothing may happen before the replica creates no more events
 */
public record HashgraphSettings(int creationRate, int maxWaiting, long maxWaitingBytes, Duration idleAfter) {

	/** What the measurements were made with. */
	public static final HashgraphSettings DEFAULT = new HashgraphSettings(100, 10_000, 32L << 20,
			Duration.ofSeconds(1));

	public HashgraphSettings {
		if (creationRate < 1 || creationRate > 1000) {
			throw new IllegalArgumentException("1 to 1000 events a second, not " + creationRate);
		}
		if (maxWaiting < 1 || maxWaitingBytes < 1) {
			throw new IllegalArgumentException("at least one transaction must be allowed to wait");
		}
		if (idleAfter.isNegative() || idleAfter.isZero()) {
			throw new IllegalArgumentException("a positive time, not " + idleAfter);
		}
	}

}
