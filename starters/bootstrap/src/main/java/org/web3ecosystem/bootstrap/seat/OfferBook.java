package org.web3ecosystem.bootstrap.seat;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.spi.Offer;

/** All offers of this process, each with one circuit breaker for as long as it lives. */
final class OfferBook {

	private static final int BREAKER_CALLS = 20;

	private static final float BREAKER_PERCENT = 50;

	private static final Duration BREAKER_OPEN = Duration.ofSeconds(5);

	private static final int BREAKER_TRIALS = 3;

	private final Map<SeatName, Map<String, GuardedOffer>> offers = new EnumMap<>(SeatName.class);

	/**
	 * @throws IllegalArgumentException if two offers of a seat have one name
	 */
	OfferBook(Collection<? extends Offer<?>> offers, CircuitBreakerRegistry breakers) {
		for (Offer<?> offer : offers) {
			SeatName seat = SeatName.of(offer.seat())
				.orElseThrow(() -> new IllegalArgumentException(
						"the offer '" + offer.name() + "' is for " + offer.seat() + ", which is no seat"));
			GuardedOffer guarded = new GuardedOffer(offer, breakers.circuitBreaker(seat.key() + "-" + offer.name(),
					config(breakers.getDefaultConfig().getClock())));
			GuardedOffer other = this.offers.computeIfAbsent(seat, key -> new LinkedHashMap<>())
				.put(offer.name(), guarded);
			if (other != null) {
				throw new IllegalArgumentException(
						"two offers for " + seat.key() + " are named '" + offer.name() + "'");
			}
		}
	}

	Seating seating(PhaseRow row) {
		Map<SeatName, List<GuardedOffer>> seated = new EnumMap<>(SeatName.class);
		Map<SeatName, List<String>> named = new EnumMap<>(SeatName.class);
		for (SeatName seat : SeatName.values()) {
			Map<String, GuardedOffer> there = offers.getOrDefault(seat, Map.of());
			named.put(seat, seat.offers(row));
			seated.put(seat, seat.offers(row).stream().map(there::get).filter(Objects::nonNull).toList());
		}
		return new Seating(row.phase(), seated, named);
	}

	private static CircuitBreakerConfig config(Clock clock) {
		return CircuitBreakerConfig.custom()
			.clock(clock)
			.slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(BREAKER_CALLS)
			.minimumNumberOfCalls(BREAKER_CALLS)
			.failureRateThreshold(BREAKER_PERCENT)
			.waitDurationInOpenState(BREAKER_OPEN)
			.permittedNumberOfCallsInHalfOpenState(BREAKER_TRIALS)
			.build();
	}

}
