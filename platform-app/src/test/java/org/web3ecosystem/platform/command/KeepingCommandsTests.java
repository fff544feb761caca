package org.web3ecosystem.platform.command;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeepingCommandsTests {

	@Test
	void aNodeOrAFederationIsBackedUp() {
		assertThat(CommandLine.parse("backup", "--home=/n", "--to=/b"))
			.isEqualTo(new Command.Backup(new Command.Place(Path.of("/n"), false), Path.of("/b"), Optional.empty()));
		assertThat(CommandLine.parse("backup", "--dir=/f", "--to=/b", "--passphrase-file=/p")).isEqualTo(
				new Command.Backup(new Command.Place(Path.of("/f"), true), Path.of("/b"), Optional.of(Path.of("/p"))));
	}

	@Test
	void aNodeComesBackAloneUnlessItIsSaidOtherwise() {
		assertThat(CommandLine.parse("restore", "--from=/b", "--home=/n", "--node=node3"))
			.isEqualTo(new Command.Restore(Path.of("/b"), Optional.of(new Command.Place(Path.of("/n"), false)),
					Optional.of("node3"), Optional.empty(), false, false));
		assertThat(CommandLine.parse("restore", "--from=/b", "--home=/n", "--every-node", "--new-logs"))
			.isEqualTo(new Command.Restore(Path.of("/b"), Optional.of(new Command.Place(Path.of("/n"), false)),
					Optional.empty(), Optional.empty(), true, true));
	}

	@Test
	void aBackupCanBeCheckedAlone() {
		assertThat(CommandLine.parse("restore", "--from=/b", "--verify")).isEqualTo(
				new Command.Restore(Path.of("/b"), Optional.empty(), Optional.empty(), Optional.empty(), false, false));
	}

	@Test
	void theLedgerIsExportedAndChecked() {
		assertThat(CommandLine.parse("export", "--home=/n", "--to=/e"))
			.isEqualTo(new Command.Export(Path.of("/n"), Path.of("/e")));
		assertThat(CommandLine.parse("verify-export", "--file=/e", "--genesis=/g"))
			.isEqualTo(new Command.VerifyExport(Path.of("/e"), Path.of("/g")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "backup", "backup --home=/n", "backup --to=/b", "backup --home=/n --dir=/f --to=/b",
			"restore --from=/b", "restore --home=/n", "restore --from=/b --home=/n --dir=/f",
			"restore --from=/b --home=/n --verify", "restore --from=/b --dir=/f --node=node1",
			"restore --from=/b --verify --node=node1", "export --home=/n", "verify-export --file=/e" })
	void whatCannotBeReadIsAUsageError(String line) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(line.split(" ")))
			.withMessageNotContaining("Exception");
	}

}
