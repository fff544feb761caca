package org.web3ecosystem.bootstrap.phase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JournalTests {

	private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

	@TempDir
	Path directory;

	private Path file;

	private final PhaseTable table = TestTables.shipped();

	@BeforeEach
	void name() {
		file = directory.resolve(Journal.NAME);
	}

	@Test
	void aNewJournalIsEmpty() {
		try (Journal journal = Journal.open(file)) {
			assertThat(journal.last()).isEmpty();
		}
	}

	@Test
	void whatWasAppendedIsThereAfterAnotherOpen() {
		List<Transition> written = walk(3);
		try (Journal journal = Journal.open(file)) {
			assertThat(journal.history()).isEqualTo(written);
		}
	}

	@Test
	void aLastLineCutAnywhereIsDroppedAndNothingElse() throws IOException {
		List<Transition> written = walk(2);
		byte[] whole = Files.readAllBytes(file);
		int lastLine = new String(whole, 0, whole.length - 1, StandardCharsets.UTF_8).lastIndexOf('\n') + 1;
		for (int length = lastLine; length < whole.length; length++) {
			Files.write(file, Arrays.copyOf(whole, length));
			try (Journal journal = Journal.open(file)) {
				assertThat(journal.history()).isEqualTo(written.subList(0, written.size() - 1));
				journal.append(written.getLast());
			}
			assertThat(Files.readAllBytes(file)).isEqualTo(whole);
		}
	}

	@Test
	void anyFlippedBitIsRefusedOrCutsTheLastLine() throws IOException {
		walk(3);
		byte[] whole = Files.readAllBytes(file);
		for (int position = 0; position < whole.length - 1; position++) {
			byte[] flipped = whole.clone();
			flipped[position] ^= 1;
			Files.write(file, flipped);
			JournalException refused = catchThrowableOfType(JournalException.class, () -> Journal.open(file).close());
			assertThat(refused).as("position %d", position).isNotNull();
			assertThat(refused.action()).contains("reset");
		}
	}

	@Test
	void aLineTakenFromTheMiddleIsNoticed() throws IOException {
		walk(3);
		List<String> lines = Files.readAllLines(file);
		lines.remove(1);
		Files.write(file, lines);
		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> Journal.open(file))
			.withMessageContaining("line 2");
	}

	@Test
	void anAppendThatFailedCanBeTriedAgain() throws IOException {
		List<Transition> written = walk(1);
		try (Journal journal = Journal.open(file)) {
			// failed though stored: half of a line is there, the caller saw an exception
			Files.writeString(file, "rubbish that was not finished", StandardOpenOption.APPEND);
			Transition next = written.getLast();
			journal.append(next);
		}
		assertThat(Journal.history(file)).hasSize(3);
	}

	@Test
	void aReasonCannotForgeALine() {
		try (Journal journal = Journal.open(file)) {
			journal.append(Transition.start(table.row(0), NOW));
			journal.append(new Transition(NOW, Transition.Kind.RETREAT, 0, false, 1, Marks.NONE,
					"a\tb\nc\r" + "x".repeat(1_000)));
		}
		assertThat(Journal.history(file)).hasSize(2);
		assertThat(Journal.history(file).getLast().reason()).startsWith("a b c x").hasSize(Transition.MAX_REASON);
	}

	@Test
	void aVeryLongJournalIsShortenedAndKeepsTheMarks() throws IOException {
		StringBuilder text = new StringBuilder();
		String checksum = JournalCodec.SEED;
		Marks marks = Marks.NONE.raisedTo(table.row(3));
		for (int term = 0; term <= Journal.MAX_RECORDS; term++) {
			String line = JournalCodec
				.encode(new Transition(NOW, Transition.Kind.RETREAT, 1, false, term, marks, "again"), checksum);
			checksum = JournalCodec.checksumOf(line);
			text.append(line).append('\n');
		}
		Files.writeString(file, text);
		try (Journal journal = Journal.open(file)) {
			assertThat(journal.history()).hasSize(1_000);
			assertThat(journal.last().orElseThrow().term()).isEqualTo(Journal.MAX_RECORDS);
			assertThat(journal.last().orElseThrow().marks()).isEqualTo(marks);
		}
	}

	@Test
	void resetLowersMarksAndSaysWho() {
		walk(3);
		Transition reset = new Reset(directory).toNothing("alice", "moving to another network", NOW);
		assertThat(reset.phase()).isZero();
		assertThat(reset.marks()).isEqualTo(Marks.NONE);
		assertThat(reset.reason()).contains("alice")
			.contains("consensus_validated/mandatory/required")
			.contains("moving to another network");
		assertThat(Journal.history(file)).hasSize(5);
		assertThat(Journal.history(file).getLast()).isEqualTo(reset);
		assertThat(new Reset(directory).marks()).contains(Marks.NONE);
	}

	@Test
	void resetCanLowerToSomethingInBetween() {
		walk(3);
		Transition reset = new Reset(directory).lower(CertMode.TRUSTCHAIN, ConsensusMode.OPTIONAL, FalconMode.OFF,
				"alice", "test", NOW);
		assertThat(reset.marks().refusesSelfSigned()).isTrue();
	}

	@Test
	void resetPutsADamagedJournalAside() throws IOException {
		walk(2);
		byte[] damaged = Files.readAllBytes(file);
		damaged[3] ^= 1;
		Files.write(file, damaged);
		Transition reset = new Reset(directory).toNothing("alice", "the disk was ill", NOW);
		assertThat(reset.reason()).contains("damaged journal kept as");
		assertThat(Journal.history(file)).containsExactly(reset);
		assertThat(directory.toFile().list()).anyMatch(name -> name.startsWith("journal.damaged-"));
	}

	private List<Transition> walk(int phases) {
		try (Journal journal = Journal.open(file)) {
			journal.append(Transition.start(table.row(0), NOW));
			PhaseState state = PhaseState.resumed(journal.last().orElseThrow(), NOW);
			for (int phase = 1; phase <= phases; phase++) {
				Transition advance = state.advance(table.row(phase), "to-phase-" + phase + " was met",
						NOW.plusSeconds(phase));
				journal.append(advance);
				state = state.after(advance);
			}
			return journal.history();
		}
	}

}
