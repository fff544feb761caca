package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;

/** One component and how its start goes. Touched by the driver's thread only. */
final class ManagedComponent {

	private final Component component;

	private boolean starting;

	private @Nullable Instant retryAt;

	private @Nullable Instant firstAttempt;

	private @Nullable Instant upSince;

	private @Nullable Duration startup;

	private String failure = "";

	private int failures;

	private int errors;

	private ComponentStatus status;

	ManagedComponent(Component component, Instant now) {
		this.component = component;
		this.status = new ComponentStatus(component.name(), 0, ComponentHealth.Status.STOPPED, "not started", false,
				null, now, null, now, 0, List.of(), Map.of());
	}

	Component component() {
		return component;
	}

	ComponentStatus status() {
		return status;
	}

	/** Whether its start succeeded, also when nobody has looked since. */
	boolean isUp() {
		return upSince != null;
	}

	/** Whether it has been well since its start. */
	boolean wasWell() {
		return startup != null;
	}

	boolean mayStart(Instant now) {
		return !starting && upSince == null && (retryAt == null || !now.isBefore(retryAt)) && status.isBuilt();
	}

	void begins(Instant now) {
		starting = true;
		if (firstAttempt == null) {
			firstAttempt = now;
		}
	}

	void succeeded(Instant now) {
		starting = false;
		failure = "";
		failures = 0;
		upSince = now;
	}

	/** Whether it failed for this reason the last time, too. */
	boolean failsFor(String why) {
		return failure.equals(why);
	}

	/**
	 * @return how many times in a row
	 */
	int failed(String why) {
		starting = false;
		failure = why;
		errors++;
		return ++failures;
	}

	void retryAt(Instant at) {
		retryAt = at;
	}

	/** Looks at it. */
	ComponentStatus look(int phase, List<Capability> needed, Set<String> there, Instant now) {
		ComponentHealth health = health();
		boolean changed = health.status() != status.status();
		if (changed && health.status() == ComponentHealth.Status.DOWN && upSince != null) {
			errors++;
		}
		List<String> waiting = needed.stream().map(Capability::key).filter(key -> !there.contains(key)).toList();
		boolean well = upSince != null
				&& (health.status() == ComponentHealth.Status.UP || health.status() == ComponentHealth.Status.DEGRADED);
		if (well && startup == null) {
			// a start that returned early is over when the component is well
			startup = firstAttempt == null ? Duration.ZERO : Duration.between(firstAttempt, now);
		}
		status = new ComponentStatus(component.name(), phase, health.status(), health.reason(),
				well && waiting.isEmpty(), upSince, now, startup, changed ? now : status.lastTransition(), errors,
				waiting, health.details());
		return status;
	}

	private ComponentHealth health() {
		ComponentHealth own;
		try {
			own = component.health();
		}
		catch (RuntimeException broken) {
			return ComponentHealth.of(ComponentHealth.Status.DOWN, "it fails to say how it is: " + Reason.of(broken));
		}
		if (own.status() == ComponentHealth.Status.NOT_BUILT || upSince != null) {
			return own;
		}
		if (starting) {
			return new ComponentHealth(ComponentHealth.Status.STARTING,
					own.reason().isEmpty() ? "starting" : own.reason(), own.details());
		}
		if (!failure.isEmpty()) {
			return ComponentHealth.of(ComponentHealth.Status.DOWN, "its start failed: " + failure);
		}
		return ComponentHealth.of(ComponentHealth.Status.STOPPED, "not started");
	}

}
