package org.web3ecosystem.trustchain.actuate;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.trustchain.node.TrustChain;

/** The component's own word, as Actuator puts it. */
final class TrustChainHealthIndicator implements HealthIndicator {

	private final TrustChain trustchain;

	TrustChainHealthIndicator(TrustChain trustchain) {
		this.trustchain = trustchain;
	}

	@Override
	public Health health() {
		ComponentHealth own = trustchain.health();
		Health.Builder health = switch (own.status()) {
			case UP -> Health.up();
			case STOPPED, STARTING -> Health.unknown();
			case DEGRADED -> Health.status("DEGRADED");
			case DOWN, NOT_BUILT -> Health.down();
		};
		health.withDetail("status", own.status()).withDetails(own.details());
		return own.reason().isEmpty() ? health.build() : health.withDetail("reason", own.reason()).build();
	}

}
