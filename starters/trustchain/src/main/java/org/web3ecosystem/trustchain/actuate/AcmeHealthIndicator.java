package org.web3ecosystem.trustchain.actuate;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.trustchain.acme.store.StoreDesk;

/** Whether accounts and orders can be kept. The rest of the node does without. */
final class AcmeHealthIndicator implements HealthIndicator {

	private final StoreDesk store;

	AcmeHealthIndicator(StoreDesk store) {
		this.store = store;
	}

	@Override
	public Health health() {
		return store.fault()
			.map(fault -> Health.status("DEGRADED").withDetail("reason", fault).build())
			.orElseGet(() -> Health.up().build());
	}

}
