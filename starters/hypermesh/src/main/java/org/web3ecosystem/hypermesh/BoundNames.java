package org.web3ecosystem.hypermesh;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

/**
 * Names that hold for as long as a component of this node is well. Once a second it looks
 * how the components are: what is bound to one that is DOWN or STOPPED is withdrawn, what
 * is bound to one that is well again is registered again, and what holds is renewed when
 * half of its lease is over. Nothing of this outlives the process: when it ends, the
 * leases end too, and who restarts it binds again. Thread-safe.
 */
public final class BoundNames {

	private static final Logger logger = System.getLogger(BoundNames.class.getName());

	/** How many names may be bound. */
	static final int MAX = 256;

	private static final Duration EVERY = Duration.ofSeconds(1);

	private final LedgerNames names;

	private final Function<String, Optional<Status>> components;

	private final ScheduledExecutorService scheduler;

	private final InstantSource clock;

	private final Map<Name, Bound> bound = new ConcurrentHashMap<>();

	private final AtomicBoolean looking = new AtomicBoolean();

	/**
	 * @param components how a component of this node is, empty if there is none of that
	 * name
	 * @param scheduler for the next look; not closed here
	 * @param clock says when to renew
	 */
	public BoundNames(LedgerNames names, Function<String, Optional<Status>> components,
			ScheduledExecutorService scheduler, InstantSource clock) {
		this.names = names;
		this.components = components;
		this.scheduler = scheduler;
		this.clock = clock;
	}

	/** A name and what it is bound to. */
	private static final class Bound {

		private final ServiceRegistration registration;

		private final String component;

		private final AtomicBoolean busy = new AtomicBoolean();

		private volatile boolean held;

		private volatile Instant renewal = Instant.MIN;

		private Bound(ServiceRegistration registration, String component) {
			this.registration = registration;
			this.component = component;
		}

		private void holds(Instant now) {
			held = true;
			renewal = now.plus(registration.lease().dividedBy(2));
		}

	}

	/**
	 * Registers, and binds the name to a component. Fails with RejectedException if there
	 * is no such component, it is not well, too many names are bound or the ledger
	 * refuses; nothing is bound then.
	 */
	public CompletionStage<Receipt> register(ServiceRegistration registration, String component) {
		Optional<Status> status = components.apply(component);
		if (status.isEmpty()) {
			throw new RejectedException("this node has no component '" + component + "'");
		}
		if (!isWell(component)) {
			throw new RejectedException("the component '" + component + "' is " + status.get());
		}
		if (bound.size() >= MAX && !bound.containsKey(registration.name())) {
			throw new RejectedException("at most " + MAX + " names are bound to components");
		}
		Bound next = new Bound(registration, component);
		return names.register(registration).thenApply(receipt -> {
			next.holds(clock.instant());
			bound.put(registration.name(), next);
			look();
			return receipt;
		});
	}

	/** From now on a name is bound to nothing; what is registered stays. */
	public void release(Name name) {
		bound.remove(name);
	}

	private void look() {
		if (looking.compareAndSet(false, true)) {
			scheduler.scheduleWithFixedDelay(() -> bound.values().forEach(this::look), EVERY.toMillis(),
					EVERY.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void look(Bound one) {
		boolean well = isWell(one.component);
		boolean due = well && (!one.held || !clock.instant().isBefore(one.renewal));
		if (one.held && !well) {
			act(one, () -> names.withdraw(one.registration.name()), () -> one.held = false);
		}
		else if (due) {
			act(one, () -> names.register(one.registration), () -> one.holds(clock.instant()));
		}
	}

	/** A component that cannot say how it is does not answer either. */
	private boolean isWell(String component) {
		try {
			return components.apply(component)
				.filter(status -> status != Status.DOWN && status != Status.STOPPED && status != Status.NOT_BUILT)
				.isPresent();
		}
		catch (RuntimeException broken) {
			return false;
		}
	}

	private void act(Bound one, Supplier<CompletionStage<Receipt>> what, Runnable then) {
		if (!one.busy.compareAndSet(false, true)) {
			return;
		}
		begin(what).whenComplete((receipt, failure) -> {
			if (failure == null) {
				then.run();
			}
			else {
				logger.log(Level.DEBUG, "name={0} component={1}: {2}; tried again in a second", one.registration.name(),
						one.component, Reason.of(failure));
			}
			one.busy.set(false);
		});
	}

	private static CompletionStage<Receipt> begin(Supplier<CompletionStage<Receipt>> what) {
		try {
			return what.get();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

}
