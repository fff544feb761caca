package org.web3ecosystem.bootstrap.table;

import java.time.Duration;

/**
 * How gates are judged: {@code [gates]}.
 *
 * @param minHealthy how long a gate must be met without a break
 * @param interval how often it is looked at; a fourth as often when all phases are done
 * and nobody complains
 * @param noFallbackFor how long no fallback may have answered before {@code complete}
 * @param retreatAfter how long a seat may have no answering offer
 * @param hysteresisCap the longest {@code minHealthy} grows to after retreats
 * @param total how long all phases together may take
 */
public record GateRules(Duration minHealthy, Duration interval, Duration noFallbackFor, Duration retreatAfter,
		Duration hysteresisCap, Duration total) {

	public static final GateRules DEFAULT = new GateRules(Duration.ofSeconds(1), Duration.ofMillis(250),
			Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(10));

	public GateRules {
		positive("interval", interval);
		positive("retreat_after", retreatAfter);
		positive("total", total);
		if (minHealthy.isNegative() || noFallbackFor.isNegative() || hysteresisCap.compareTo(minHealthy) < 0) {
			throw new IllegalArgumentException(
					"gates: min_healthy and no_fallback_for are not negative, hysteresis_cap is at least min_healthy");
		}
	}

	private static void positive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("gates: " + name + " is positive");
		}
	}

	/** How long a gate must be met after so many retreats: doubled each time, capped. */
	public Duration minHealthyAfter(int retreats) {
		if (retreats == 0) {
			return minHealthy;
		}
		Duration base = minHealthy.compareTo(interval) > 0 ? minHealthy : interval;
		Duration grown = base.multipliedBy(1L << Math.min(retreats, 20));
		return grown.compareTo(hysteresisCap) < 0 ? grown : hysteresisCap;
	}

}
