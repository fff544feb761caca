package org.web3ecosystem.platform.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClusterCommandsTests {

	@Test
	void aFederationIsFoundedUnderTheNameOfItsStatefulSet() {
		assertThat(CommandLine.parse("kubernetes", "found", "--name=fed", "--federation=harbour",
				"--hosts=10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4", "--passphrase-file=/p"))
			.isEqualTo(new Command.FoundInCluster("fed",
					new Command.Init(Path.of("data/harbour"), "harbour", "harbour.internal", 4,
							List.of("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"), 0, Optional.of(Path.of("/p")))));
	}

	@Test
	void aPodTakesItsHome() {
		assertThat(CommandLine.parse("kubernetes", "move-in", "--pod=fed-0", "--home=/v/home"))
			.isEqualTo(new Command.MoveIn("fed-0", Path.of("/v/home")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "kubernetes", "kubernetes init", "kubernetes found --name=fed",
			"kubernetes found --hosts=1.1.1.1", "kubernetes found --name=fed --validators=4 --hosts=1.1.1.1,1.1.1.2",
			"kubernetes found --name=../fed --hosts=1.1.1.1 --validators=1",
			"kubernetes found --name=fed --hosts=1.1.1.1 --validators=1 --dir=/x", "kubernetes move-in --pod=fed-0",
			"kubernetes move-in --home=/h", "kubernetes move-in --pod=a/b --home=/h" })
	void whatCannotBeReadIsAUsageError(String line) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(line.split(" ")))
			.withMessageNotContaining("Exception");
	}

}
