package org.web3ecosystem.bootstrap.phase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.DnsMode;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;

class PhaseMachineTests {

	private final PhaseTable table = TestTables.shipped();

	private final PhaseMachine machine = new PhaseMachine(table);

	private final ManualClock clock = new ManualClock();

	private PhaseState state = fresh();

	private Decision decision = new Decision.Stay(List.of());

	@Test
	void advancesWhenTheGateWasMetForASecond() {
		look(Evidence.gate(true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		after(Duration.ofMillis(999), Evidence.gate(true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		after(Duration.ofMillis(1), Evidence.gate(true));
		assertThat(decision).isEqualTo(new Decision.Advance(1, "to-phase-1 was met"));
	}

	@Test
	void aGateThatBreaksBeginsAnew() {
		look(Evidence.gate(true));
		after(Duration.ofMillis(900), Evidence.gate(false, "x"));
		after(Duration.ofMillis(100), Evidence.gate(true));
		after(Duration.ofMillis(999), Evidence.gate(true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
	}

	@Test
	void saysWhatItWaitsFor() {
		look(Evidence.gate(false, "all-services-started: hypermesh is STARTING"));
		assertThat(decision).isEqualTo(new Decision.Stay(List.of("all-services-started: hypermesh is STARTING")));
	}

	@Test
	void walksOneStepAtATimeAndEndsComplete() {
		for (int phase = 1; phase <= PhaseRow.LAST; phase++) {
			healthyForASecond();
			assertThat(decision).isEqualTo(new Decision.Advance(phase, "to-phase-" + phase + " was met"));
			follow();
		}
		healthyForASecond();
		assertThat(decision).isInstanceOf(Decision.Complete.class);
		follow();
		assertThat(state.complete()).isTrue();
		assertThat(state.term()).isEqualTo(4);
		healthyForASecond();
		assertThat(decision).isInstanceOf(Decision.Stay.class);
	}

	@Test
	void doesNotAdvanceToWhereASeatWouldBeEmpty() {
		Evidence evidence = new Evidence(true, true, List.of(), Map.of(), List.of(),
				Map.of("discovery", "hypermesh does not"), List.of());
		look(evidence);
		after(Duration.ofSeconds(5), evidence);
		assertThat(decision).isInstanceOfSatisfying(Decision.Stay.class,
				stay -> assertThat(stay.reasons()).singleElement().asString().contains("discovery in phase 1"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void retreatsExactlyOnePhaseAfterASeatWasEmptyForFiveSeconds(int phase) {
		reach(phase);
		look(empty("discovery", true));
		after(Duration.ofMillis(4_999), empty("discovery", true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		after(Duration.ofMillis(1), empty("discovery", true));
		assertThat(decision).isInstanceOfSatisfying(Decision.Retreat.class,
				retreat -> assertThat(retreat.to()).isEqualTo(phase - 1));
	}

	@Test
	void aNodeThatComesBackIsGivenTimeToBringUpWhatItHas() {
		reach(3);
		Evidence empty = empty("discovery", true);
		Evidence starting = new Evidence(false, false, empty.waitingFor(), empty.emptySeats(), empty.widened(),
				empty.emptyAbove(), empty.fallbacks());
		look(starting);
		after(Duration.ofMillis(119_999), starting);
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		after(Duration.ofMillis(1), starting);
		assertThat(decision).isInstanceOf(Decision.Retreat.class);
	}

	@Test
	void anAnswerInBetweenForgivesTheEmptiness() {
		reach(3);
		look(empty("discovery", true));
		after(Duration.ofSeconds(4), Evidence.gate(false, "x"));
		after(Duration.ofSeconds(4), empty("discovery", true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
	}

	@Test
	void staysWhereARetreatWouldSeatNobodyElse() {
		reach(3);
		look(empty("consensus", false));
		after(Duration.ofMinutes(1), empty("consensus", false));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		assertThat(machine.degradations(state, empty("consensus", false), clock.instant()))
			.anyMatch(reason -> reason.contains("nobody answers for consensus"));
	}

	@Test
	void neverRetreatsBelowPhase0() {
		look(empty("transport", true));
		after(Duration.ofMinutes(1), empty("transport", true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
	}

	@Test
	void aRetreatLowersNoMarkAndWidensOnlyNames() {
		reach(3);
		Marks high = state.marks();
		retreat();
		retreat();
		retreat();
		assertThat(state.phase()).isZero();
		assertThat(state.marks()).isEqualTo(high);
		PhaseRow effective = table.row(0).within(state.marks());
		assertThat(effective.dns()).isEqualTo(DnsMode.TRADITIONAL);
		assertThat(effective.certificates()).isEqualTo(CertMode.CONSENSUS_VALIDATED);
		assertThat(effective.consensus()).isEqualTo(ConsensusMode.MANDATORY);
		assertThat(state.marks().refusesSelfSigned()).isTrue();
	}

	@Test
	void aRetreatEndsCompleteness() {
		reach(3);
		healthyForASecond();
		follow();
		assertThat(state.complete()).isTrue();
		retreat();
		assertThat(state.complete()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "60, 60" })
	void everyRetreatDoublesTheWaitUpToAMinute(int retreats, int seconds) {
		assertThat(table.gates().minHealthyAfter(retreats)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void promotionAfterARetreatTakesLonger() {
		reach(1);
		retreat();
		look(Evidence.gate(true));
		after(Duration.ofMillis(1_999), Evidence.gate(true));
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		after(Duration.ofMillis(1), Evidence.gate(true));
		assertThat(decision).isInstanceOf(Decision.Advance.class);
	}

	@Test
	void retreatsAreForgottenAfterALongCalm() {
		reach(1);
		retreat();
		after(Duration.ofMinutes(10), Evidence.gate(false, "x"));
		assertThat(state.retreats()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "0, 10", "1, 30", "2, 120" })
	void pastItsDeadlineAPhaseIsDegradedAndNothingIsSkipped(int phase, int seconds) {
		reach(phase);
		after(Duration.ofSeconds(seconds), Evidence.gate(false, "x"));
		assertThat(degradations()).isEmpty();
		after(Duration.ofMillis(1), Evidence.gate(false, "x"));
		assertThat(degradations()).containsExactly("phase " + phase + " is past its deadline of " + seconds + " s");
		assertThat(decision).isInstanceOf(Decision.Stay.class);
	}

	@Test
	void inTheLastPhaseADeadlineIsSaidAndNoDegradation() {
		reach(3);
		after(Duration.ofMinutes(11), Evidence.gate(false, "x"));
		assertThat(degradations()).isEmpty();
		assertThat(decision).isInstanceOfSatisfying(Decision.Stay.class, stay -> assertThat(stay.reasons())
			.contains("x", "phase 3 is past its deadline of 300 s", "the bootstrap is past its deadline of 600 s"));
	}

	@Test
	void theWholeBootstrapHasADeadlineToo() {
		after(Duration.ofMinutes(10).plusMillis(1), Evidence.gate(false, "x"));
		assertThat(degradations()).contains("the bootstrap is past its deadline of 600 s");
	}

	@Test
	void aFallbackIsADegradationAndNoReasonToMove() {
		reach(1);
		Evidence evidence = new Evidence(true, false, List.of("x"), Map.of(), List.of(), Map.of(),
				List.of("certificates: previous-valid answers instead of trustchain"));
		after(Duration.ofMinutes(5), evidence);
		assertThat(decision).isInstanceOf(Decision.Stay.class);
		assertThat(machine.degradations(state, evidence, clock.instant())).anyMatch(it -> it.contains("instead of"));
	}

	@Test
	void aPhaseLastsAsLongAsTheTableSaysAtLeast() {
		PhaseRow row = table.row(0);
		PhaseTable slow = new PhaseTable(0,
				List.of(new PhaseRow(0, row.dns(), row.certificates(), row.consensus(), row.falcon(), row.deadline(),
						Duration.ofSeconds(8)), table.row(1), table.row(2), table.row(3)),
				table.gates(), table.dependencies());
		PhaseMachine patient = new PhaseMachine(slow);
		state = patient.observe(state, Evidence.gate(true), clock.instant());
		clock.forward(Duration.ofMillis(7_999));
		assertThat(patient.decide(state, Evidence.gate(true), clock.instant())).isInstanceOf(Decision.Stay.class);
		clock.forward(Duration.ofMillis(1));
		assertThat(patient.decide(state, Evidence.gate(true), clock.instant())).isInstanceOf(Decision.Advance.class);
	}

	@Test
	void aClockThatWentBackHurtsNobody() {
		Instant before = clock.instant().minus(Duration.ofDays(365));
		state = machine.observe(state, Evidence.gate(true), before);
		assertThat(machine.decide(state, Evidence.gate(true), before)).isInstanceOf(Decision.Stay.class);
		assertThat(machine.degradations(state, Evidence.gate(true), before)).isEmpty();
	}

	private PhaseState fresh() {
		return PhaseState.resumed(Transition.start(TestTables.shipped().row(0), clock.instant()), clock.instant());
	}

	private void look(Evidence evidence) {
		state = machine.observe(state, evidence, clock.instant());
		decision = machine.decide(state, evidence, clock.instant());
	}

	private void after(Duration passed, Evidence evidence) {
		clock.forward(passed);
		look(evidence);
	}

	private List<String> degradations() {
		return machine.degradations(state, Evidence.gate(false), clock.instant());
	}

	private void healthyForASecond() {
		look(Evidence.gate(true));
		after(Duration.ofSeconds(1), Evidence.gate(true));
	}

	private void follow() {
		Instant now = clock.instant();
		state = switch (decision) {
			case Decision.Stay stay -> state;
			case Decision.Advance(int to, String reason) -> state.after(state.advance(table.row(to), reason, now));
			case Decision.Complete(String reason) -> state.after(state.completed(reason, now));
			case Decision.Retreat(int to, String reason) -> state.after(state.retreat(to, reason, now));
		};
	}

	private void reach(int phase) {
		while (state.phase() < phase) {
			healthyForASecond();
			follow();
		}
		state = new PhaseState(state.phase(), state.complete(), state.term(), state.marks(), clock.instant(),
				clock.instant(), null, Map.of(), 0, clock.instant());
	}

	private void retreat() {
		look(empty("discovery", true));
		after(Duration.ofSeconds(5), empty("discovery", true));
		assertThat(decision).isInstanceOf(Decision.Retreat.class);
		follow();
	}

	private static Evidence empty(String seat, boolean helps) {
		return new Evidence(true, false, List.of("x"), Map.of(seat, "nobody is there"),
				helps ? List.of(seat) : List.of(), Map.of(), List.of());
	}

}
