package org.web3ecosystem.stoq.actuate;

import java.util.function.Supplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.stoq.mesh.StoqComponent;
import org.web3ecosystem.stoq.pool.StoqTransport;

/**
 * The component's own word, as Actuator puts it, and whether there is memory left to talk
 * in. That peers are away, or reached over TCP, is told and is no illness of this node.
 */
public final class StoqHealthIndicator implements HealthIndicator {

	private final StoqComponent component;

	private final StoqTransport transport;

	private final Supplier<DirectMemory> memory;

	public StoqHealthIndicator(StoqComponent component, StoqTransport transport, Supplier<DirectMemory> memory) {
		this.component = component;
		this.transport = transport;
		this.memory = memory;
	}

	@Override
	public Health health() {
		ComponentHealth own = component.health();
		DirectMemory used = memory.get();
		Health.Builder health = switch (own.status()) {
			case UP -> up(used);
			case STOPPED, STARTING -> Health.unknown();
			case DEGRADED -> Health.status("DEGRADED");
			case DOWN, NOT_BUILT -> Health.down();
		};
		health.withDetail("status", own.status())
			.withDetails(own.details())
			.withDetail("listeners", transport.listeners())
			.withDetail("fallbackActive", transport.onFallback() > 0)
			.withDetail("directMemory", used.toString());
		return own.reason().isEmpty() ? health.build() : health.withDetail("reason", own.reason()).build();
	}

	private Health.Builder up(DirectMemory used) {
		if (transport.listening().isEmpty()) {
			return Health.down().withDetail("reason", "listens nowhere any more: restart the node");
		}
		return used.isNearLimit()
				? Health.outOfService()
					.withDetail("reason", "direct memory is nearly used up (" + used
							+ "): start Java with a larger -XX:MaxDirectMemorySize, or lower web3.stoq.max-connections")
				: Health.up();
	}

}
