package org.web3ecosystem.configserver.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.toml.Problem;
import org.web3ecosystem.configserver.TestTable;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptedTableTests {

	@TempDir
	private Path directory;

	private Path source;

	private Path copy;

	private AcceptedTable table;

	@BeforeEach
	void write() throws IOException {
		source = Files.writeString(directory.resolve("bootstrap.toml"), TestTable.TEXT);
		copy = directory.resolve("home/bootstrap.toml");
		table = new AcceptedTable(TableSource.file(source), directory.resolve("home"));
	}

	@Test
	void aPossibleTableIsTakenOver() {
		assertThat(table.look()).isEqualTo(new TableState.Current());
		assertThat(copy).hasContent(TestTable.TEXT);
	}

	@Test
	void anImpossibleOneIsRefusedWithItsLineAndChangesNothing() throws IOException {
		table.look();
		Files.writeString(source, TestTable.TEXT.replace("\"hybrid\"", "\"hybird\""));
		assertThat(table.look()).isInstanceOfSatisfying(TableState.Outdated.class,
				outdated -> assertThat(outdated.problems()).singleElement()
					.satisfies(problem -> assertThat(problem.where()).isEqualTo(source + ", line 11"))
					.extracting(Problem::what)
					.asString()
					.contains("unknown dns_mode \"hybird\""));
		assertThat(copy).hasContent(TestTable.TEXT);
	}

	@Test
	void anUnknownKeyIsRefused() throws IOException {
		table.look();
		Files.writeString(source, TestTable.TEXT + "colour = \"red\"\n");
		assertThat(table.look()).isInstanceOfSatisfying(TableState.Outdated.class,
				outdated -> assertThat(outdated.problems().toString()).contains("unknown key 'colour'"));
	}

	@Test
	void aCorrectedFileIsTakenOverAgain() throws IOException {
		table.look();
		Files.writeString(source, "[phases");
		table.look();
		String corrected = TestTable.TEXT.replace("45s", "46s");
		Files.writeString(source, corrected);
		assertThat(table.look()).isEqualTo(new TableState.Current());
		assertThat(copy).hasContent(corrected);
	}

	@Test
	void theFormerTextComesBackAfterAMistake() throws IOException {
		table.look();
		Files.writeString(source, "[phases");
		table.look();
		Files.writeString(source, TestTable.TEXT);
		assertThat(table.look()).isEqualTo(new TableState.Current());
	}

	@Test
	void aFileThatGoesAwayLeavesTheLastOne() throws IOException {
		table.look();
		Files.delete(source);
		assertThat(table.look()).isInstanceOfSatisfying(TableState.Outdated.class,
				outdated -> assertThat(outdated.problems().toString()).contains("it is not there"));
	}

	@Test
	void aRestartKeepsTheLastGoodOne() throws IOException {
		table.look();
		Files.writeString(source, "[phases");
		AcceptedTable restarted = new AcceptedTable(TableSource.file(source), directory.resolve("home"));
		assertThat(restarted.look()).isInstanceOf(TableState.Outdated.class);
		assertThat(copy).hasContent(TestTable.TEXT);
	}

	@Test
	void withoutAnyTableThereIsNothingToServe() throws IOException {
		Files.writeString(source, "[phases");
		assertThat(table.look()).isInstanceOf(TableState.Missing.class);
		assertThat(table.look()).isInstanceOf(TableState.Missing.class);
		assertThat(copy).doesNotExist();
	}

	@Test
	void aCopyThatWasDamagedIsNone() throws IOException {
		table.look();
		Files.writeString(copy, "[pha");
		Files.writeString(source, "[phases");
		assertThat(table.look()).isInstanceOf(TableState.Missing.class);
	}

	@Test
	void aDamagedCopyIsWrittenAgainByTheNextStart() throws IOException {
		table.look();
		Files.writeString(copy, "[pha");
		assertThat(new AcceptedTable(TableSource.file(source), directory.resolve("home")).look())
			.isEqualTo(new TableState.Current());
		assertThat(copy).hasContent(TestTable.TEXT);
	}

	@Test
	void whatIsNoTextIsRefused() throws IOException {
		table.look();
		Files.write(source, new byte[] { (byte) 0xc3, 0x28 });
		assertThat(table.look().toString()).contains("it is not UTF-8");
	}

	@Test
	void whatIsLongerThanATableIsRefused() throws IOException {
		table.look();
		Files.write(source, "#".repeat(4 << 20).getBytes(StandardCharsets.UTF_8));
		assertThat(table.look().toString()).contains("longer than a table can be");
	}

}
