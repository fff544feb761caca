package org.web3ecosystem.hypermesh;

import java.io.IOException;
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
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.NameRefusal;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

/**
 * Names that hold for as long as a component of this node is well. Once a second it looks
 * how the components are: what is bound to one that is DOWN or STOPPED is withdrawn, what
 * is bound to one that is well again is registered again, and what holds is renewed when
 * half of its lease is over. What is bound is kept in a file, so that a process that
 * starts again goes on with it: what is bound to a component that is well is registered
 * again, of what is bound to another the rest of a lease is taken back. Thread-safe.
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

	private final BindingsFile file;

	private final Executor executor;

	/** Why bindings were lost; empty if none were. */
	private volatile String trouble = "";

	private final Map<Name, Bound> bound = new ConcurrentHashMap<>();

	private final AtomicBoolean looking = new AtomicBoolean();

	/**
	 * @param components how a component of this node is, empty if there is none of that
	 * name
	 * @param scheduler for the next look; not closed here
	 * @param clock says when to renew
	 * @param file where bindings are kept
	 * @param executor for writing them, which blocks
	 */
	public BoundNames(LedgerNames names, Function<String, Optional<Status>> components,
			ScheduledExecutorService scheduler, InstantSource clock, BindingsFile file, Executor executor) {
		this.names = names;
		this.file = file;
		this.executor = executor;
		this.components = components;
		this.scheduler = scheduler;
		this.clock = clock;
	}

	/** A name and what it is bound to. */
	private static final class Bound {

		private final Binding binding;

		private final AtomicBoolean busy = new AtomicBoolean();

		private volatile boolean held;

		private volatile Instant renewal = Instant.MIN;

		/**
		 * @param held whether the ledger may have it
		 */
		private Bound(Binding binding, boolean held) {
			this.binding = binding;
			this.held = held;
		}

		private Name name() {
			return binding.registration().name();
		}

		private void holds(Instant now) {
			held = true;
			renewal = now.plus(binding.registration().lease().dividedBy(2));
		}

	}

	/**
	 * Goes on with what was bound when the process ended. What cannot be read is put
	 * aside, told and otherwise ignored: the names end with their leases.
	 */
	public void start() {
		try {
			// what was bound since is newer
			file.read().forEach(each -> bound.putIfAbsent(each.registration().name(), new Bound(each, true)));
		}
		catch (IOException unreadable) {
			trouble = "names that were bound to components are so no more: " + file + ": " + unreadable.getMessage();
			logger.log(Level.ERROR, trouble + aside(), unreadable);
		}
		if (!bound.isEmpty()) {
			look();
		}
	}

	private String aside() {
		try {
			return "; it is kept as " + file.putAside();
		}
		catch (IOException failed) {
			return "; it cannot be put aside: " + failed.getMessage();
		}
	}

	/**
	 * Why bindings were lost, until the next one is kept or the process ends; empty if
	 * none were.
	 */
	String trouble() {
		return trouble;
	}

	/** What is bound to which component now. */
	public Map<Name, String> components() {
		return bound.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().binding.component()));
	}

	/**
	 * Registers, and binds the name to a component. Fails with RejectedException if there
	 * is no such component, it is not well, too many names are bound or the ledger
	 * refuses; nothing is bound then. Fails with UnavailableException if it is bound and
	 * that cannot be kept; the next restart forgets it then.
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
		Bound next = new Bound(new Binding(registration, component), false);
		return names.register(registration).thenApplyAsync(receipt -> {
			next.holds(clock.instant());
			bound.put(registration.name(), next);
			look();
			keep();
			return receipt;
		}, executor);
	}

	/**
	 * From now on a name is bound to nothing; what is registered stays. Fails with
	 * UnavailableException if that cannot be kept; it is bound still then.
	 */
	public CompletionStage<Void> release(Name name) {
		return bound.containsKey(name) ? CompletableFuture.runAsync(() -> forget(name), executor)
				: CompletableFuture.completedFuture(null);
	}

	private void forget(Name name) {
		synchronized (file) {
			Bound before = bound.remove(name);
			if (before != null) {
				try {
					keep();
				}
				catch (UnavailableException failed) {
					bound.putIfAbsent(name, before);
					throw failed;
				}
			}
		}
	}

	private void keep() {
		synchronized (file) {
			try {
				file.write(bound.values().stream().map(each -> each.binding).toList());
				trouble = "";
			}
			catch (IOException failed) {
				throw new UnavailableException("what is bound to components cannot be kept in " + file, failed);
			}
		}
	}

	private void look() {
		if (looking.compareAndSet(false, true)) {
			scheduler.scheduleWithFixedDelay(() -> bound.values().forEach(this::look), EVERY.toMillis(),
					EVERY.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void look(Bound one) {
		boolean well = isWell(one.binding.component());
		boolean due = well && (!one.held || !clock.instant().isBefore(one.renewal));
		if (one.held && !well) {
			act(one, () -> names.withdraw(one.name()), () -> one.held = false);
		}
		else if (due) {
			act(one, () -> names.register(one.binding.registration()), () -> one.holds(clock.instant()));
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
			else if (isNothingOfOurs(failure)) {
				// its lease was over while nobody looked
				one.held = false;
			}
			else {
				logger.log(Level.DEBUG, "name={0} component={1}: {2}; tried again in a second", one.name(),
						one.binding.component(), Reason.of(failure));
			}
			one.busy.set(false);
		});
	}

	private static boolean isNothingOfOurs(Throwable failure) {
		return Reason.cause(failure) instanceof RejectedException rejected && rejected.kind()
			.filter(kind -> kind.equals(NameRefusal.NOT_REGISTERED.kind())
					|| kind.equals(NameRefusal.NOT_THE_AUTHORS.kind()))
			.isPresent();
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
