package org.web3ecosystem.bootstrap.served;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableWatchTests {

	private static final ServedTable TABLE = ServedTable
		.parse("{\"propertySources\": [{\"source\": {\"web3.phase.number\": 1}}]}".getBytes(StandardCharsets.UTF_8));

	private final List<String> asked = new ArrayList<>();

	private final List<ServedTable> taken = new ArrayList<>();

	private List<String> refusals = List.of();

	private boolean away;

	private boolean full;

	private String tag = "\"1\"";

	private final TableWatch watch = new TableWatch(this::ask, new Taker(), Duration.ofMinutes(1), new Random(1),
			() -> Instant.EPOCH);

	@Test
	void anAnswerThatIsKnownIsNotSentAgain() throws InterruptedException {
		watch.look();
		watch.look();
		assertThat(asked).containsExactly("null", "\"1\"");
		assertThat(taken).hasSize(1);
		assertThat(finding()).isEqualTo(TableLook.Finding.UNCHANGED);
		assertThat(watch.count(TableLook.Finding.TAKEN)).isEqualTo(1);
	}

	@Test
	void aRefusalStaysForAsLongAsThatIsServed() throws InterruptedException {
		refusals = List.of("phase_1.cert_mode would be lowered");
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.REFUSED);
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.REFUSED);
		assertThat(watch.last().reasons()).isEqualTo(refusals);
		assertThat(taken).isEmpty();

		refusals = List.of();
		tag = "\"2\"";
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.TAKEN);
		assertThat(watch.last().reasons()).isEmpty();
	}

	@Test
	void aServerThatIsAwayChangesNothingAndIsForgottenWhenItIsBack() throws InterruptedException {
		watch.look();
		away = true;
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.FAILED);
		assertThat(watch.last().reasons()).containsExactly("away");
		away = false;
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.UNCHANGED);
	}

	@Test
	void whatCannotBeKeptIsAskedForWholeAgain() throws InterruptedException {
		full = true;
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.FAILED);
		full = false;
		watch.look();
		assertThat(finding()).isEqualTo(TableLook.Finding.TAKEN);
		assertThat(asked).containsExactly("null", "null");
	}

	private TableLook.Finding finding() {
		return watch.last().finding();
	}

	private Optional<ConfigServerClient.Answer> ask(@Nullable String known) throws IOException {
		asked.add(String.valueOf(known));
		if (away) {
			throw new IOException("away");
		}
		return tag.equals(known) ? Optional.empty() : Optional.of(new ConfigServerClient.Answer(TABLE, tag));
	}

	private final class Taker implements TableWatch.Taker {

		@Override
		public List<String> refusals(ServedTable table) {
			return refusals;
		}

		@Override
		public boolean take(ServedTable table) throws IOException {
			if (full) {
				throw new IOException("no space left");
			}
			return taken.add(table);
		}

	}

}
