package org.web3ecosystem.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A simulator that finds nothing says nothing: known mistakes, made one at a time, are
 * found by it.
 */
class PlantedMistakesTests {

	/** Among how many seeds each is looked for: {@code -Dsimulation.planted.seeds}. */
	private static final long SEEDS = Long.getLong("simulation.planted.seeds", 150);

	/** Of sixteen. One that needs many accidents in a row may not be among few seeds. */
	private static final int FOUND = 15;

	@Test
	void mistakesThatAreMadeOnPurposeAreFound() {
		Map<Planted, String> found = new EnumMap<>(Planted.class);
		for (Planted mistake : Planted.values()) {
			first(mistake).ifPresent(run -> found.put(mistake, "seed " + run.seed() + ": " + run.broken().orElse("")));
		}

		assertThat(found).as(found::toString).hasSizeGreaterThanOrEqualTo(FOUND);
	}

	private static Optional<Simulation> first(Planted mistake) {
		return LongStream.rangeClosed(1, SEEDS)
			.mapToObj(seed -> Simulation.run(seed, Set.of(mistake)))
			.filter(run -> run.broken().isPresent())
			.findFirst();
	}

}
