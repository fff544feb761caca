package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.alert.Condition;
import org.web3ecosystem.bootstrap.phase.PhaseMachine;
import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.spi.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionsTests {

	private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

	private static final Occupancy WELL = new Occupancy(new LinkedHashMap<>(Map.of("one", Verdict.accepted())),
			List.of());

	private static final Occupancy EMPTY = new Occupancy(
			new LinkedHashMap<>(Map.of("one", Verdict.unavailable("it is away"))), List.of());

	@Test
	void aNodeThatIsWellHasNone() {
		assertThat(Conditions.of(seen(Map.of(SeatName.CERTIFICATES, WELL), List.of(), List.of(), false))).isEmpty();
	}

	@Test
	void aFallbackIsOneOfItsSeatAndNotAlsoADegradation() {
		Fallback fallback = new Fallback(SeatName.CERTIFICATES, "previous-valid", "trustchain", NOW, "the log is full");
		assertThat(
				Conditions.of(seen(Map.of(), List.of(fallback), List.of(fallback.toString(), "stoq: is slow"), false)))
			.containsOnly(Map.entry(Condition.CERTIFICATE_FAILURE, fallback.toString()),
					Map.entry(Condition.DEGRADED, "stoq: is slow"));
	}

	@Test
	void aSeatThatIsEmptyIsOneUnlessTheNodeOnlyJustComesBack() {
		List<String> degradations = List.of(PhaseMachine.NOBODY + "consensus: one does not: it is away");
		Map<SeatName, Occupancy> seats = Map.of(SeatName.CONSENSUS, EMPTY);
		assertThat(Conditions.of(seen(seats, List.of(), degradations, false)))
			.containsOnly(Map.entry(Condition.CONSENSUS_FAILURE, degradations.getFirst()));
		assertThat(Conditions.of(seen(seats, List.of(), degradations, true))).isEmpty();
	}

	@Test
	void eachSeatHasItsOwn() {
		for (SeatName seat : SeatName.values()) {
			assertThat(Conditions.of(seen(Map.of(seat, EMPTY), List.of(), List.of(), false))).hasSize(1);
		}
	}

	private static Snapshot seen(Map<SeatName, Occupancy> seats, List<Fallback> fallbacks, List<String> degradations,
			boolean returning) {
		PhaseState state = PhaseState.resumed(Transition.start(TestTables.shipped().row(0), NOW), NOW);
		return new Snapshot(NOW, NOW, state, Map.of(), seats, List.of(), fallbacks, degradations, List.of(), List.of(),
				Duration.ZERO, null, returning, "");
	}

}
