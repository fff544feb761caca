package org.web3ecosystem.bootstrap.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;

/** Whether a seat of the current row has an offer that answers: a member of stay. */
final class SeatIndicator implements HealthIndicator {

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
		if (occupancy == null) {
			return Health.outOfService().withDetail(CriterionIndicator.REASON, "nobody sits yet").build();
		}
		return (occupancy.isEmpty() ? Health.down() : Health.up())
			.withDetail(CriterionIndicator.REASON, occupancy.describe())
			.build();
	}

}
