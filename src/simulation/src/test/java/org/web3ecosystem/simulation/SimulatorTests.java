package org.web3ecosystem.simulation;

import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever goes wrong, what must hold holds, and when all is well again all come to the
 * end.
 */
class SimulatorTests {

	/** How many seeds are run: {@code -Dsimulation.seeds}. */
	private static final long SEEDS = Long.getLong("simulation.seeds", 200);

	/** The first of them: {@code -Dsimulation.first}. */
	private static final long FIRST = Long.getLong("simulation.first", 1);

	@Test
	void whateverHappensTheInvariantsHold() {
		Long only = Long.getLong("simulation.seed");
		LongStream seeds = only == null ? LongStream.range(FIRST, FIRST + SEEDS) : LongStream.of(only);
		seeds.forEach(seed -> {
			Simulation run = Simulation.run(seed, Set.of());
			assertThat(run.broken()).as(run::replay).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(longs = { 107, 113, 2038 })
	void aSeedThatFailedOnceDoesSoNoMore(long seed) {
		Simulation run = Simulation.run(seed, Set.of());

		assertThat(run.broken()).as(run::replay).isEmpty();
	}

	@Test
	void aSeedSaysAllThatHappens() {
		Simulation once = Simulation.run(7, Set.of());
		Simulation again = Simulation.run(7, Set.of());

		assertThat(again.fingerprint()).isEqualTo(once.fingerprint());
		assertThat(once.writes()).isPositive();
		assertThat(once.blocks()).isPositive();
	}

}
