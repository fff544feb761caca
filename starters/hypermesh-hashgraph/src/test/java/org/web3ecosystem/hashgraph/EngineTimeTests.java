package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import com.swirlds.base.time.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EngineTimeTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final Time MACHINE = new Time() {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public long currentTimeMillis() {
			return NOW.toEpochMilli();
		}

		@Override
		public Instant now() {
			return NOW;
		}

	};

	@TempDir
	Path engine;

	@Test
	void withoutAJournalItIsTheMachines() {
		assertThat(EngineTime.of(engine, MACHINE).ahead()).isZero();
		assertThat(EngineTime.of(engine.resolve("nowhere"), MACHINE).now()).isEqualTo(NOW);
	}

	@Test
	void aJournalOfThePastChangesNothing() throws IOException {
		written("2026-03-01T11+59+59.999999999Z_seq0_minr1_maxr500_orgn0.pces");
		assertThat(EngineTime.of(engine, MACHINE).ahead()).isZero();
	}

	@Test
	void itBeginsWhereAJournalOfTheFutureEnds() throws IOException {
		written("2026-03-01T12+30+00Z_seq0_minr1_maxr500_orgn0.pces");
		written("2026-03-01T13+00+00.500Z_seq1_minr400_maxr900_orgn0.pces");
		EngineTime time = EngineTime.of(engine, MACHINE);
		assertThat(time.ahead()).isEqualTo(Duration.ofMillis(3_600_500));
		assertThat(time.now()).isEqualTo(NOW.plusMillis(3_600_500));
		assertThat(time.currentTimeMillis()).isEqualTo(NOW.toEpochMilli() + 3_600_500);
	}

	@Test
	void otherFilesAreNotOfTheJournal() throws IOException {
		written("2099-03-01T12+30+00Z_notes.txt");
		written("tomorrow_seq0_minr1.pces");
		written("2026-13-45T99+99+99Z_seq0_minr1_maxr500_orgn0.pces");
		assertThat(EngineTime.of(engine, MACHINE).ahead()).isZero();
	}

	private void written(String name) throws IOException {
		Path day = engine.resolve("preconsensus-events/1/2026/03/01");
		Files.createDirectories(day);
		Files.createFile(day.resolve(name));
	}

}
