package org.web3ecosystem.bootstrap.monitor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.web3ecosystem.bootstrap.alert.Alert;
import org.web3ecosystem.spi.health.ComponentHealth;

/**
 * Tells what has changed from one look to the next. A listener that fails hinders nobody.
 */
final class Announcements {

	private static final Logger logger = LoggerFactory.getLogger(Announcements.class);

	private final Consumer<BootstrapEvent> listener;

	Announcements(Consumer<BootstrapEvent> listener) {
		this.listener = listener;
	}

	/**
	 * What differs between two looks.
	 * @param before null if {@code next} is the first
	 */
	void changes(@Nullable Snapshot before, Snapshot next) {
		for (ComponentStatus status : next.components()) {
			Optional<ComponentStatus> last = Optional.ofNullable(before)
				.flatMap(earlier -> find(earlier, status.name()));
			boolean same = last.filter(other -> other.status() == status.status()).isPresent();
			boolean known = same && last.filter(other -> other.reason().equals(status.reason())).isPresent();
			if (!known && status.status() == ComponentHealth.Status.DEGRADED) {
				logger.warn("component={} status={} reason=\"{}\"", status.name(), status.status(), status.reason());
			}
			if (!same) {
				tell(new BootstrapEvent.ComponentChanged(next.at(), status.name(), status.status(), status.reason()));
			}
		}
		if (before == null ? !next.fallbacks().isEmpty() : !seatsOf(before).equals(seatsOf(next))) {
			tell(new BootstrapEvent.FallbacksChanged(next.at(), next.fallbacks()));
		}
		if (before == null ? next.isDegraded() : before.isDegraded() != next.isDegraded()) {
			tell(new BootstrapEvent.DegradationChanged(next.at(), next.degradations()));
		}
	}

	/** What administrators are told. */
	void alert(Alert alert) {
		logger.atLevel((alert.state() == Alert.State.FIRING) ? Level.WARN : Level.INFO)
			.log("alert={} state={} incident={} since={} reason=\"{}\"", alert.condition().key(), alert.state().key(),
					alert.incident(), alert.since(), alert.reason());
		tell(new BootstrapEvent.AlertChanged(alert.time(), alert));
	}

	void tell(BootstrapEvent event) {
		try {
			listener.accept(event);
		}
		catch (RuntimeException failure) {
			logger.warn("event={} a listener failed", event.type(), failure);
		}
	}

	private static Optional<ComponentStatus> find(Snapshot snapshot, String name) {
		return snapshot.components().stream().filter(component -> component.name().equals(name)).findFirst();
	}

	private static List<String> seatsOf(Snapshot snapshot) {
		return snapshot.fallbacks().stream().map(fallback -> fallback.seat() + fallback.offer()).toList();
	}

}
