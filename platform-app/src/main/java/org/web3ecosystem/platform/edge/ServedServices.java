package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.web3ecosystem.platform.access.ServedComponent;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
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

	/** The longest that one telling is waited for before the next. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Node node;

	private final Set<ServedComponent> served;

	private final Supplier<Optional<NameRegistry>> names;

	private final InstantSource clock;

	/** From when on each is to be told. */
	private final Map<ServedComponent, Instant> due = new ConcurrentHashMap<>();

	private @Nullable ScheduledExecutorService timer;

	/**
	 * @param names where there is a ledger
	 * @param clock that only goes on
	 */
	ServedServices(Node node, Set<ServedComponent> served, Supplier<Optional<NameRegistry>> names,
			InstantSource clock) {
		this.node = node;
		this.served = Set.copyOf(served);
		this.names = names;
		this.clock = clock;
	}

	@Override
	public synchronized void start() {
		if (timer == null && !served.isEmpty() && served.size() < ServedComponent.values().length) {
			timer = Executors.newSingleThreadScheduledExecutor(
					Thread.ofPlatform().daemon().name(node.name() + "-services").factory());
			timer.scheduleWithFixedDelay(this::tell, 0, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public synchronized void stop() {
		if (timer != null) {
			timer.shutdownNow();
			timer = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return timer != null;
	}

	/** Tells what is due; each until it succeeds, and then when it is time again. */
	void tell() {
		Instant now = clock.instant();
		for (ServedComponent component : served) {
			if (!now.isBefore(due.getOrDefault(component, now))) {
				due.put(component, now.plus(PATIENCE));
				told(component)
					.whenComplete((told, failure) -> due.put(component, clock.instant().plus(told ? RENEWAL : AGAIN)));
			}
		}
	}

	private CompletionStage<Boolean> told(ServedComponent component) {
		Name zone = new Name(node.genesis().zone());
		ServiceRegistration own = new ServiceRegistration(component.service(zone), List.of(new ResourceRecord.Service(0,
				0, node.endpoints().https(), FederationNames.nodeName(zone, node.name()))), TTL, LEASE);
		return registered(own).handle((done, failure) -> {
			if (failure == null) {
				logger.info("service told: name={} port={}", own.name(), node.endpoints().https());
			}
			else {
				logger.debug("service={} could not be told: {}", own.name(), Reason.of(failure));
			}
			return failure == null;
		});
	}

	private CompletionStage<Void> registered(ServiceRegistration own) {
		try {
			NameRegistry registry = names.get().orElseThrow(() -> new UnavailableException("there is no ledger"));
			return registry.held(own.name()).thenCompose(before -> registry.replace(before, own));
		}
		catch (RuntimeException notNow) {
			return CompletableFuture.failedFuture(notNow);
		}
	}

}
