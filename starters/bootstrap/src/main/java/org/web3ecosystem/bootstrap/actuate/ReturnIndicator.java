package org.web3ecosystem.bootstrap.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.bootstrap.monitor.Snapshot;

/**
 * Whether a node that was stopped has met again what let it into its phase: a member of
 * readiness.
 */
final class ReturnIndicator implements HealthIndicator {

	static final String NAME = "returned";

	private final Supplier<@Nullable Snapshot> snapshot;

	ReturnIndicator(Supplier<@Nullable Snapshot> snapshot) {
		this.snapshot = snapshot;
	}

	@Override
	public Health health() {
		Snapshot last = snapshot.get();
		if (last == null) {
			return Health.outOfService().withDetail(CriterionIndicator.REASON, "nobody has looked yet").build();
		}
		int phase = last.state().phase();
		return last.returning() ? Health.outOfService()
			.withDetail(CriterionIndicator.REASON, "the gate to phase " + phase + " is not met again yet")
			.build() : Health.up().withDetail(CriterionIndicator.REASON, "in phase " + phase).build();
	}

}
