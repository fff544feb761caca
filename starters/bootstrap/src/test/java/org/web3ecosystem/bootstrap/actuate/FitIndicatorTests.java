package org.web3ecosystem.bootstrap.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.phase.Transition;

import static org.assertj.core.api.Assertions.assertThat;

class FitIndicatorTests {

	private static final Instant NOW = Instant.EPOCH;

	@Test
	void aProcessThatLacksNothingIsFitAndReady() {
		assertThat(new FitIndicator(() -> seen("")).health().getStatus()).isEqualTo(Status.UP);
		assertThat(seen("").isReady()).isTrue();
	}

	@Test
	void whoHasToBeStartedAgainIsNotReadyThoughItsSeatsAnswer() {
		Health health = new FitIndicator(() -> seen("start the node again")).health();

		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("reason", "start the node again");
		assertThat(seen("start the node again").isStaying()).isTrue();
		assertThat(seen("start the node again").isReady()).isFalse();
	}

	@Test
	void readinessAsksForIt() {
		assertThat(HealthContributors.groupProperties().get("management.endpoint.health.group.readiness.include"))
			.asString()
			.contains("," + FitIndicator.NAME + ",");
	}

	private static Snapshot seen(String unfit) {
		return new Snapshot(NOW, NOW, PhaseState.resumed(Transition.start(TestTables.shipped().row(0), NOW), NOW),
				Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Duration.ZERO, null, false,
				unfit);
	}

}
