package org.web3ecosystem.catalog.actuate;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.web3ecosystem.catalog.Catalog;
import org.web3ecosystem.spi.health.ComponentHealth;

/**
 * The component's own word, as Actuator puts it. A federation without a catalogue is not
 * ill.
 */
final class CatalogHealthIndicator implements HealthIndicator {

	private final Catalog catalog;

	CatalogHealthIndicator(Catalog catalog) {
		this.catalog = catalog;
	}

	@Override
	public Health health() {
		ComponentHealth own = catalog.health();
		Health.Builder health = switch (own.status()) {
			case UP -> Health.up();
			case STOPPED, STARTING, NOT_BUILT -> Health.unknown();
			case DEGRADED -> Health.status("DEGRADED");
			case DOWN -> Health.down();
		};
		health.withDetails(own.details());
		return own.reason().isEmpty() ? health.build() : health.withDetail("reason", own.reason()).build();
	}

}
