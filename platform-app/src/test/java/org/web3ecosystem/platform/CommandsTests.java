package org.web3ecosystem.platform;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3ecosystem.platform.command.Command;

import static org.assertj.core.api.Assertions.assertThat;

class CommandsTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "1, true", "3, true", "4, false" })
	void initSaysWhenNoValidatorMayFail(int validators, boolean said) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();

		new Commands(new PrintStream(out, true, StandardCharsets.UTF_8)).init(new Command.Init(directory.resolve("f"),
				"local", "local.internal", validators, List.of("127.0.0.1"), 0, Optional.empty()));

		assertThat(out.toString(StandardCharsets.UTF_8).contains("! f=0: ")).isEqualTo(said);
	}

}
