package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.bootstrap.guard.Backoff;
import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.bootstrap.table.ServiceDependencies;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;

/**
 * Starts each component as soon as what it depends on in phase 0 is there, again after a
 * failure, and looks at all of them. Called on the driver's thread; starts run elsewhere
 * and come back to it.
 */
public final class Components {

	private static final Logger logger = LoggerFactory.getLogger(Components.class);

	private static final Duration BACKOFF = Duration.ofMillis(200);

	private static final Duration BACKOFF_CAP = Duration.ofSeconds(10);

	private final Map<String, ManagedComponent> managed = new TreeMap<>();

	private final Deque<ManagedComponent> started = new ArrayDeque<>();

	private final ServiceDependencies dependencies;

	private final Backoff backoff;

	private final InstantSource clock;

	private final Instant since;

	private @Nullable Instant resolved;

	private volatile List<ComponentStatus> statuses = List.of();

	/**
	 * @throws IllegalArgumentException if two have one name
	 */
	public Components(Collection<Component> components, ServiceDependencies dependencies, InstantSource clock,
			RandomGenerator random) {
		this.dependencies = dependencies;
		this.clock = clock;
		this.since = clock.instant();
		this.backoff = new Backoff(BACKOFF, BACKOFF_CAP, random);
		for (Component component : components) {
			if (managed.put(component.name(), new ManagedComponent(component, since)) != null) {
				throw new IllegalArgumentException("two components are named " + component.name());
			}
		}
	}

	/** As last looked at, by name. From any thread. */
	public List<ComponentStatus> statuses() {
		return statuses;
	}

	/**
	 * How long it took until every component had what it needs to start; so far, if one
	 * still waits.
	 */
	public Duration dependencyResolution() {
		Instant until = resolved;
		return Duration.between(since, until == null ? clock.instant() : until);
	}

	/** Whether every component of this version has been well since it was started. */
	public boolean settled() {
		return managed.values().stream().allMatch(component -> component.wasWell() || !component.status().isBuilt());
	}

	/**
	 * Looks at all components and begins the starts that are possible.
	 * @param state where the node stands
	 * @param derived capabilities nobody provides alone
	 * @param starts where starts run
	 * @param driver where their outcome is noted, followed by another look
	 */
	List<ComponentStatus> look(PhaseState state, Set<Capability> derived, Executor starts, Executor driver) {
		Instant now = clock.instant();
		Set<String> there = capabilities(derived);
		boolean all = true;
		for (ManagedComponent component : managed.values()) {
			String name = component.component().name();
			List<Capability> toStart = dependencies.toStart(name, state.marks());
			boolean has = toStart.stream().allMatch(needed -> there.contains(needed.key()));
			if (has && component.mayStart(now)) {
				begin(component, starts, driver);
			}
			List<Capability> needed = component.isUp() ? dependencies.of(name, state.phase()) : toStart;
			ComponentStatus status = component.look(state.phase(), needed, there, now);
			all &= has || !status.isBuilt();
		}
		if (resolved == null && all) {
			resolved = now;
		}
		statuses = managed.values().stream().map(ManagedComponent::status).toList();
		return statuses;
	}

	/** Closes what was started, last first. */
	void close() {
		while (!started.isEmpty()) {
			Component component = started.pop().component();
			try {
				component.close();
			}
			catch (RuntimeException failure) {
				logger.warn("component={} could not be closed", component.name(), failure);
			}
		}
	}

	private Set<String> capabilities(Set<Capability> derived) {
		Set<String> there = derived.stream().map(Capability::key).collect(Collectors.toCollection(HashSet::new));
		for (ManagedComponent component : managed.values()) {
			if (component.isUp()) {
				there.addAll(component.component().capabilities());
			}
		}
		return there;
	}

	private void begin(ManagedComponent component, Executor starts, Executor driver) {
		if (component.component().health().status() == ComponentHealth.Status.NOT_BUILT) {
			return;
		}
		component.begins(clock.instant());
		// in order of begin: what was begun is closed, also if it never came up
		started.remove(component);
		started.push(component);
		starts.execute(() -> start(component.component())
			.whenComplete((done, failure) -> driver.execute(() -> ended(component, failure))));
	}

	private static CompletionStage<Void> start(Component component) {
		try {
			return component.start();
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	private void ended(ManagedComponent component, @Nullable Throwable failure) {
		Instant now = clock.instant();
		if (failure == null) {
			component.succeeded(now);
			return;
		}
		Throwable cause = Reason.cause(failure);
		boolean known = cause instanceof UnavailableException || component.failsFor(Reason.of(cause));
		Duration delay = backoff.delay(component.failed(Reason.of(cause)));
		component.retryAt(now.plus(delay));
		logger.atWarn()
			.setCause(known ? null : cause)
			.log("component={} start failed, again in {} ms: {}", component.component().name(), delay.toMillis(),
					Reason.of(cause));
	}

}
