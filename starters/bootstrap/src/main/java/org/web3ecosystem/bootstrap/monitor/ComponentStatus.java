package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.health.ComponentHealth;

/**
 * A component as it was last seen.
 *
 * @param name whose
 * @param phase the node's phase at that look
 * @param status how it is
 * @param reason why it is not UP
 * @param ready whether it is up and nothing it depends on in this phase is missing
 * @param upSince when it started successfully
 * @param lastCheck when it was looked at
 * @param startup how long its start took
 * @param lastTransition when its status changed
 * @param errorCount failed starts and losses
 * @param waitingFor capabilities it depends on in this phase that are missing
 * @param details what it says of itself
 */
public record ComponentStatus(String name, int phase, ComponentHealth.Status status, String reason, boolean ready,
		@Nullable Instant upSince, Instant lastCheck, @Nullable Duration startup, Instant lastTransition,
		int errorCount, List<String> waitingFor, Map<String, Object> details) {

	public ComponentStatus {
		waitingFor = List.copyOf(waitingFor);
		details = Map.copyOf(details);
	}

	/** Whether it is part of this version. */
	public boolean isBuilt() {
		return status != ComponentHealth.Status.NOT_BUILT;
	}

	/** Whether its start succeeded and it answers. */
	public boolean isStarted() {
		return upSince != null && (status == ComponentHealth.Status.UP || status == ComponentHealth.Status.DEGRADED);
	}

	/** For how long it is up. */
	public Duration uptime(Instant now) {
		return upSince == null ? Duration.ZERO : Duration.between(upSince, now);
	}

}
