package org.web3ecosystem.bootstrap.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlertWatchTests {

	private static final Map<Condition, String> WELL = Map.of();

	private final AlertWatch watch = new AlertWatch(Duration.ofSeconds(10), Duration.ofSeconds(30));

	private final List<Alert> told = new ArrayList<>();

	private Instant now = Instant.parse("2030-01-01T00:00:00Z");

	@Test
	void whatLastsIsToldOnceHoweverOftenItIsLooked() {
		Instant began = now;
		look(Duration.ofMinutes(10), wrong("the CA is away"));
		assertThat(told).singleElement().satisfies(alert -> {
			assertThat(alert.condition()).isEqualTo(Condition.CERTIFICATE_FAILURE);
			assertThat(alert.state()).isEqualTo(Alert.State.FIRING);
			assertThat(alert.since()).isEqualTo(began);
			assertThat(alert.time()).isEqualTo(began.plusSeconds(10));
			assertThat(alert.reason()).isEqualTo("the CA is away");
		});
		assertThat(watch.firing()).isEqualTo(told);
	}

	@Test
	void anotherReasonIsNoOtherAlert() {
		look(Duration.ofSeconds(20), wrong("the CA is away"));
		look(Duration.ofSeconds(20), wrong("the log is full"));
		assertThat(told).hasSize(1);
	}

	@Test
	void whatIsOverSoonIsNotTold() {
		look(Duration.ofSeconds(9), wrong("for a moment"));
		look(Duration.ofMinutes(10), WELL);
		look(Duration.ofSeconds(9), wrong("for a moment"));
		assertThat(told).isEmpty();
	}

	@Test
	void thatItIsOverIsToldOnceUnderTheSameIncident() {
		look(Duration.ofSeconds(20), wrong("the CA is away"));
		look(Duration.ofMinutes(10), WELL);
		assertThat(told).extracting(Alert::state).containsExactly(Alert.State.FIRING, Alert.State.RESOLVED);
		assertThat(told).extracting(Alert::incident).containsOnly(told.getFirst().incident());
		assertThat(told).extracting(Alert::id).doesNotHaveDuplicates();
		assertThat(watch.firing()).isEmpty();
	}

	@Test
	void whatFlickersIsOneIncident() {
		for (int i = 0; i < 50; i++) {
			look(Duration.ofSeconds(12), wrong("now and then"));
			look(Duration.ofSeconds(20), WELL);
		}
		assertThat(told).hasSize(1);
		look(Duration.ofMinutes(1), WELL);
		look(Duration.ofMinutes(1), wrong("again"));
		assertThat(told).extracting(Alert::state)
			.containsExactly(Alert.State.FIRING, Alert.State.RESOLVED, Alert.State.FIRING);
		assertThat(told.getLast().incident()).isNotEqualTo(told.getFirst().incident());
	}

	@Test
	void eachConditionIsToldForItself() {
		look(Duration.ofSeconds(20), Map.of(Condition.NAME_FAILURE, "a", Condition.DEGRADED, "b"));
		look(Duration.ofSeconds(40), Map.of(Condition.DEGRADED, "b"));
		assertThat(told).extracting(alert -> alert.condition().key() + " " + alert.state().key())
			.containsExactly("name-failure firing", "degraded firing", "name-failure resolved");
		assertThat(watch.firing()).extracting(Alert::condition).containsExactly(Condition.DEGRADED);
	}

	@Test
	void aReasonIsCutWhereItIsTooLong() {
		look(Duration.ofSeconds(20), wrong("x".repeat(100_000)));
		assertThat(told.getFirst().reason()).hasSize(Alert.LONGEST_REASON).endsWith("x…");
	}

	private static Map<Condition, String> wrong(String reason) {
		return Map.of(Condition.CERTIFICATE_FAILURE, reason);
	}

	private void look(Duration lasting, Map<Condition, String> wrong) {
		for (Instant end = now.plus(lasting); now.isBefore(end); now = now.plusMillis(250)) {
			told.addAll(watch.look(wrong, now));
		}
	}

}
