package org.web3ecosystem.bootstrap.monitor;

import java.time.Instant;
import java.util.List;

import org.web3ecosystem.bootstrap.alert.Alert;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.spi.health.ComponentHealth;

/** Something changed. Published as an application event and streamed as JSON. */
public sealed interface BootstrapEvent {

	Instant time();

	/** A word for it, as in the stream. */
	String type();

	/** The journal gained a record and the seats follow it. */
	record PhaseChanged(Instant time, Transition transition) implements BootstrapEvent {

		@Override
		public String type() {
			return "phase";
		}

	}

	/** A component is in another status. */
	record ComponentChanged(Instant time, String name, ComponentHealth.Status status,
			String reason) implements BootstrapEvent {

		@Override
		public String type() {
			return "component";
		}

	}

	/** The fallbacks that are active are others than before. */
	record FallbacksChanged(Instant time, List<Fallback> active) implements BootstrapEvent {

		@Override
		public String type() {
			return "fallbacks";
		}

	}

	/** The node is degraded for other reasons than before, or no longer. */
	record DegradationChanged(Instant time, List<String> reasons) implements BootstrapEvent {

		@Override
		public String type() {
			return "degradation";
		}

	}

	/** Administrators are told that something is wrong, or that it is over. */
	record AlertChanged(Instant time, Alert alert) implements BootstrapEvent {

		@Override
		public String type() {
			return "alert";
		}

	}

	/** A criterion is met that was not, or the other way round. */
	record CriterionChanged(Instant time, String id, String status, String reason) implements BootstrapEvent {

		@Override
		public String type() {
			return "gate";
		}

	}

}
