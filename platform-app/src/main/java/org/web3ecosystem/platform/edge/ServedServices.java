package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.web3ecosystem.platform.access.ServedComponent;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;

/**
 * Tells in the federation's names where a process that does not serve everything serves
 * what it does, and again long before the lease is over. Who serves everything need not:
 * every node's name is known.
 */
final class ServedServices implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ServedServices.class);

	private static final Duration TTL = Duration.ofMinutes(1);

	private static final Duration LEASE = Duration.ofHours(2);

	private static final Duration RENEWAL = Duration.ofMinutes(25);

	private static final Duration AGAIN = Duration.ofSeconds(2);

	private final Node node;

	private final Set<ServedComponent> served;

	private final Supplier<Optional<NameRegistry>> names;

	/** When each was registered, by the clock that only goes on. */
	private final Map<ServedComponent, Long> registered = new HashMap<>();

	private volatile @Nullable Thread telling;

	/**
	 * @param names where there is a ledger
	 */
	ServedServices(Node node, Set<ServedComponent> served, Supplier<Optional<NameRegistry>> names) {
		this.node = node;
		this.served = Set.copyOf(served);
		this.names = names;
	}

	@Override
	public synchronized void start() {
		if (telling == null && !served.isEmpty() && served.size() < ServedComponent.values().length) {
			telling = Thread.ofVirtual().name(node.name() + "-services").start(this::tell);
		}
	}

	@Override
	public synchronized void stop() {
		Thread running = telling;
		telling = null;
		if (running != null) {
			running.interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return telling != null;
	}

	private void tell() {
		while (!Thread.currentThread().isInterrupted()) {
			served.stream().filter(this::isDue).forEach(this::tell);
			LockSupport.parkNanos(AGAIN.toNanos());
		}
	}

	private boolean isDue(ServedComponent component) {
		Long at = registered.get(component);
		return at == null || System.nanoTime() - at > RENEWAL.toNanos();
	}

	private void tell(ServedComponent component) {
		Name zone = new Name(node.genesis().zone());
		ServiceRegistration own = new ServiceRegistration(component.service(zone), List.of(new ResourceRecord.Service(0,
				0, node.endpoints().https(), FederationNames.nodeName(zone, node.name()))), TTL, LEASE);
		names.get().ifPresent(registry -> {
			try {
				registry.held(own.name())
					.thenCompose(before -> registry.replace(before, own))
					.toCompletableFuture()
					.join();
				registered.put(component, System.nanoTime());
				logger.info("service told: name={} port={}", own.name(), node.endpoints().https());
			}
			catch (RuntimeException notNow) {
				logger.debug("service={} could not be told: {}", own.name(), Reason.of(notNow));
			}
		});
	}

}
