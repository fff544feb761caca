package org.web3ecosystem.bootstrap.actuate;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;

/** Whether a seat of the current row has an offer that answers: a member of stay. */
final class SeatIndicator implements HealthIndicator {

	/** Only there while a fallback is active. */
	static final String FALLBACK = "fallback";

	private final SeatName seat;

	private final Supplier<@Nullable Snapshot> snapshot;

	SeatIndicator(SeatName seat, Supplier<@Nullable Snapshot> snapshot) {
		this.seat = seat;
		this.snapshot = snapshot;
	}

	/** As in health groups. */
	static String name(SeatName seat) {
		return "seat-" + seat.key();
	}

	@Override
	public Health health() {
		Snapshot last = snapshot.get();
		Occupancy occupancy = last == null ? null : last.seats().get(seat);
		if (last == null || occupancy == null) {
			return Health.outOfService().withDetail(CriterionIndicator.REASON, "nobody sits yet").build();
		}
		Health.Builder health = (occupancy.isEmpty() ? Health.down() : Health.up())
			.withDetail(CriterionIndicator.REASON, occupancy.describe());
		List<String> fallbacks = last.fallbacks()
			.stream()
			.filter(fallback -> fallback.seat() == seat)
			.map(Fallback::toString)
			.toList();
		// no status of its own: whoever answers does
		return (fallbacks.isEmpty() ? health : health.withDetail(FALLBACK, String.join("; ", fallbacks))).build();
	}

}
