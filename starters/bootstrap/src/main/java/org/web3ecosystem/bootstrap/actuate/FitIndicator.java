package org.web3ecosystem.bootstrap.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.bootstrap.monitor.Snapshot;

/**
 * Whether the process has what it needs to do its work, and never lacked what cannot be
 * made up for without a new start: a member of readiness.
 */
final class FitIndicator implements HealthIndicator {

	static final String NAME = "fit";

	private final Supplier<@Nullable Snapshot> snapshot;

	FitIndicator(Supplier<@Nullable Snapshot> snapshot) {
		this.snapshot = snapshot;
	}

	@Override
	public Health health() {
		Snapshot last = snapshot.get();
		if (last == null) {
			return Health.outOfService().withDetail(CriterionIndicator.REASON, "nobody has looked yet").build();
		}
		return last.unfit().isEmpty() ? Health.up().build()
				: Health.outOfService().withDetail(CriterionIndicator.REASON, last.unfit()).build();
	}

}
