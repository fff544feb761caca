package org.web3ecosystem.bootstrap.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;

/**
 * Whether names are answered: DOWN if nobody answers in their seat, DEGRADED if somebody
 * answers in the place of another or all of the operator's resolvers are silent where
 * they are asked.
 */
public final class DnsHealthIndicator implements HealthIndicator {

	/** As in health. */
	public static final String NAME = "dns";

	private static final Status DEGRADED = new Status("DEGRADED");

	private final DnsReport report;

	private final OperatorResolvers resolvers;

	private final Supplier<@Nullable Snapshot> snapshot;

	public DnsHealthIndicator(DnsReport report, OperatorResolvers resolvers, Supplier<@Nullable Snapshot> snapshot) {
		this.report = report;
		this.resolvers = resolvers;
		this.snapshot = snapshot;
	}

	@Override
	public Health health() {
		Snapshot seen = snapshot.get();
		Occupancy occupancy = seen == null ? null : seen.seats().get(SeatName.DISCOVERY);
		if (seen == null || occupancy == null) {
			return Health.unknown().withDetail(CriterionIndicator.REASON, "nobody sits yet").build();
		}
		Optional<Fallback> fallback = report.fallback();
		List<OperatorResolvers.State> silent = resolvers.resolvers()
			.stream()
			.filter(resolver -> !resolver.breaker().equals("CLOSED"))
			.toList();
		Health.Builder health;
		if (occupancy.isEmpty()) {
			health = Health.down().withDetail(CriterionIndicator.REASON, occupancy.describe());
		}
		else if (fallback.isPresent()) {
			health = Health.status(DEGRADED).withDetail(CriterionIndicator.REASON, fallback.get().toString());
		}
		else if (report.asksOutside() && !silent.isEmpty() && silent.size() == resolvers.resolvers().size()) {
			health = Health.status(DEGRADED)
				.withDetail(CriterionIndicator.REASON,
						"the operator's resolvers are silent: no foreign name is looked up");
		}
		else {
			health = Health.up();
		}
		return health.withDetail("offers", occupancy.describe())
			.withDetail("phase", seen.state().phase())
			.withDetail("uptimeMs", Duration.between(seen.startedAt(), seen.at()).toMillis())
			.withDetail("lastCheck", seen.at().toString())
			.withDetail("silentResolvers", silent.stream().map(OperatorResolvers.State::address).toList())
			.build();
	}

}
