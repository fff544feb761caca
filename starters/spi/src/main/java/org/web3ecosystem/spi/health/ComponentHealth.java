package org.web3ecosystem.spi.health;

import java.util.Map;

/**
 * What a component says of itself.
 *
 * @param status how it is
 * @param reason why it is not UP, in words for an operator; empty if UP
 * @param details measured values worth a look
 */
public record ComponentHealth(Status status, String reason, Map<String, Object> details) {

	/** Life of a component. */
	public enum Status {

		/** Not started. */
		STOPPED,
		/** Started, not yet ready. */
		STARTING,
		/** Ready. */
		UP,
		/** Answers, but not as it should. */
		DEGRADED,
		/** Does not answer. */
		DOWN,
		/** Part of the plan, not of this version. */
		NOT_BUILT

	}

	public ComponentHealth {
		details = Map.copyOf(details);
	}

	public static ComponentHealth up() {
		return new ComponentHealth(Status.UP, "", Map.of());
	}

	public static ComponentHealth of(Status status, String reason) {
		return new ComponentHealth(status, reason, Map.of());
	}

}
