package org.web3ecosystem.bootstrap.actuate;

import java.net.URI;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import org.web3ecosystem.bootstrap.served.TableLook;

/**
 * UP while what the config server has is in force; DEGRADED while it has what a running
 * node cannot take, or does not answer; UNKNOWN before it was asked again.
 */
public final class ServedTableIndicator implements HealthIndicator {

	/** As in health. */
	public static final String NAME = "table";

	private static final Status DEGRADED = new Status("DEGRADED");

	private final URI from;

	private final Supplier<@Nullable TableLook> last;

	public ServedTableIndicator(URI from, Supplier<@Nullable TableLook> last) {
		this.from = from;
		this.last = last;
	}

	@Override
	public Health health() {
		TableLook look = last.get();
		if (look == null) {
			return Health.unknown()
				.withDetail("from", from.toString())
				.withDetail(CriterionIndicator.REASON, "it was not asked since the node started")
				.build();
		}
		Health.Builder health = switch (look.finding()) {
			case UNCHANGED, TAKEN -> Health.up();
			case REFUSED -> Health.status(DEGRADED).withDetail("refused", look.reasons());
			case FAILED ->
				Health.status(DEGRADED).withDetail(CriterionIndicator.REASON, String.join("; ", look.reasons()));
		};
		return health.withDetail("from", from.toString()).withDetail("lastCheck", look.at().toString()).build();
	}

}
