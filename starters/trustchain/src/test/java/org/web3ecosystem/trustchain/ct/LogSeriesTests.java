package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogSeriesTests {

	private static final String ORIGIN = "node1.node.local.internal/log";

	private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

	@TempDir
	private Path directory;

	@Test
	void theLogAfterALostOneHasAnotherNameKeyAndNumbers() throws IOException {
		Path home = directory.resolve("log");
		TransparencyLog lost = TransparencyLog.open(home, ORIGIN);
		lost.close();

		LogSeries.succeed(home, NOW);
		TransparencyLog next = TransparencyLog.open(home, ORIGIN);
		next.close();

		assertThat(next.checkpoint().origin()).isEqualTo(ORIGIN + "/1700000000");
		assertThat(next.key().publicKey()).isNotEqualTo(lost.key().publicKey());
		assertThat(next.number(0)).isGreaterThan(lost.number(TransparencyLog.MAX_ENTRIES - 1));
	}

	@Test
	void theLostLogIsKeptAndCannotSignAgain() throws IOException {
		Path home = directory.resolve("log");
		TransparencyLog lost = TransparencyLog.open(home, ORIGIN);
		lost.close();

		Path aside = LogSeries.succeed(home, NOW);

		assertThat(aside.resolve("key.pem")).doesNotExist();
		assertThat(aside.resolve("entries")).exists();
		assertThat(aside.resolve("verifier-key")).content()
			.isEqualTo(LogKey.verifierKey(ORIGIN, lost.key().publicKey()) + "\n");
		assertThat(Checkpoint.verified(Files.readString(aside.resolve("checkpoint")), lost.key().publicKey()))
			.isEqualTo(lost.checkpoint());
	}

	@Test
	void aSuccessorIsSucceededToo() throws IOException {
		Path home = directory.resolve("log");
		TransparencyLog.open(home, ORIGIN).close();
		LogSeries.succeed(home, NOW);
		TransparencyLog second = TransparencyLog.open(home, ORIGIN);
		second.close();

		LogSeries.succeed(home, NOW.plusSeconds(1));
		TransparencyLog third = TransparencyLog.open(home, ORIGIN);
		third.close();

		assertThat(third.number(0)).isGreaterThan(second.number(TransparencyLog.MAX_ENTRIES - 1));
		assertThat(third.checkpoint().origin()).isNotEqualTo(second.checkpoint().origin());
	}

	@Test
	void aSeriesThatCannotBeReadIsNotGuessed() throws IOException {
		for (String damaged : new String[] { "", "x", "-1", "99999999999" }) {
			Files.writeString(directory.resolve("series"), damaged);
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).as(damaged)
				.isInstanceOf(LogException.class)
				.hasMessageContaining("which log");
		}
	}

}
