package org.web3ecosystem.bootstrap.phase;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random evidence, random pauses and kills at any boundary; a failure prints its seed.
 */
class PhaseSimulationTests {

	private static final int LIVES = 60;

	private static final int LOOKS = 400;

	@TempDir
	Path directory;

	private final PhaseTable table = TestTables.shipped();

	private final PhaseMachine machine = new PhaseMachine(table);

	private final ManualClock clock = new ManualClock();

	@Test
	void whateverHappensTheLawsHold() {
		long seed = Long.getLong("seed", System.nanoTime());
		SplittableRandom random = new SplittableRandom(seed);
		try {
			simulate(random);
		}
		catch (AssertionError | RuntimeException broken) {
			throw new AssertionError("-Dseed=" + seed, broken);
		}
	}

	private void simulate(SplittableRandom random) {
		Path file = directory.resolve(Journal.NAME);
		PhaseState durable = null;
		for (int life = 0; life < LIVES; life++) {
			try (Journal journal = Journal.open(file)) {
				if (journal.last().isEmpty()) {
					journal.append(Transition.start(table.row(0), clock.instant()));
				}
				PhaseState state = PhaseState.resumed(journal.last().orElseThrow(), clock.instant());
				if (durable != null) {
					assertSameDurably(state, durable);
				}
				durable = live(journal, state, random);
			}
		}
		assertThat(Journal.history(file)).as("it moved at all").hasSizeGreaterThan(4);
	}

	private PhaseState live(Journal journal, PhaseState from, SplittableRandom random) {
		PhaseState state = from;
		boolean well = random.nextInt(4) > 0;
		for (int look = random.nextInt(LOOKS); look > 0; look--) {
			Instant now = clock.forward(Duration.ofMillis(random.nextInt(1, 2_000)));
			well = random.nextInt(12) == 0 ? !well : well;
			Evidence evidence = evidence(random, well, state);
			PhaseState observed = machine.observe(state, evidence, now);
			Decision decision = machine.decide(observed, evidence, now);
			PhaseState next = follow(journal, observed, decision, now);
			laws(observed, evidence, decision, next, now);
			state = next;
		}
		return state;
	}

	private void laws(PhaseState before, Evidence evidence, Decision decision, PhaseState after, Instant now) {
		assertThat(Math.abs(after.phase() - before.phase())).isLessThanOrEqualTo(1);
		assertThat(after.marks().raisedTo(table.row(0))).isEqualTo(after.marks());
		assertThat(stronger(after.marks(), before.marks())).isTrue();
		PhaseRow effective = table.row(after.phase()).within(after.marks());
		assertThat(effective.dns()).isEqualTo(table.row(after.phase()).dns());
		assertThat(after.term()).isEqualTo(before.term() + (decision instanceof Decision.Stay ? 0 : 1));
		switch (decision) {
			case Decision.Advance advance -> {
				assertThat(evidence.gateMet()).isTrue();
				assertThat(evidence.emptySeats()).isEmpty();
			}
			case Decision.Complete complete -> assertThat(before.phase()).isEqualTo(PhaseRow.LAST);
			case Decision.Retreat retreat -> assertThat(evidence.widened()).isNotEmpty();
			case Decision.Stay(List<String> reasons) ->
				assertThat(before.complete() || !reasons.isEmpty()).as("it says why").isTrue();
		}
		if (after.complete()) {
			assertThat(after.phase()).isEqualTo(PhaseRow.LAST);
		}
	}

	private static boolean stronger(Marks one, Marks other) {
		return one.certificates().compareTo(other.certificates()) >= 0
				&& one.consensus().compareTo(other.consensus()) >= 0 && one.falcon().compareTo(other.falcon()) >= 0;
	}

	private static void assertSameDurably(PhaseState resumed, PhaseState before) {
		assertThat(resumed.phase()).isEqualTo(before.phase());
		assertThat(resumed.complete()).isEqualTo(before.complete());
		assertThat(resumed.term()).isEqualTo(before.term());
		assertThat(resumed.marks()).isEqualTo(before.marks());
	}

	private PhaseState follow(Journal journal, PhaseState state, Decision decision, Instant now) {
		return switch (decision) {
			case Decision.Stay stay -> state;
			case Decision.Advance(int to, String reason) ->
				stored(journal, state, state.advance(table.row(to), reason, now));
			case Decision.Complete(String reason) -> stored(journal, state, state.completed(reason, now));
			case Decision.Retreat(int to, String reason) -> stored(journal, state, state.retreat(to, reason, now));
		};
	}

	private static PhaseState stored(Journal journal, PhaseState state, Transition transition) {
		journal.append(transition);
		return state.after(transition);
	}

	private static Evidence evidence(SplittableRandom random, boolean well, PhaseState state) {
		if (well) {
			return Evidence.gate(random.nextInt(20) > 0);
		}
		String seat = List.of("transport", "certificates", "consensus", "discovery").get(random.nextInt(4));
		List<String> widened = state.phase() > 0 && seat.equals("discovery") ? List.of(seat) : List.of();
		return new Evidence(true, random.nextBoolean(), List.of("x"), Map.of(seat, "gone"), widened, Map.of(),
				List.of());
	}

}
