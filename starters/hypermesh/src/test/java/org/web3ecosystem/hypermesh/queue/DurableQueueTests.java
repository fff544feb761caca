package org.web3ecosystem.hypermesh.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.QueueFullException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

class DurableQueueTests {

	private final MemoryStore store = new MemoryStore();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private DurableQueue queue(int entries, long bytes, int ended) {
		DurableQueue queue = new DurableQueue(store, new QueueLimits(entries, bytes, ended, Duration.ofDays(1)),
				now::get, new Random(1), Runnable::run);
		queue.open();
		return queue;
	}

	private static QueueEntry add(DurableQueue queue, String command) {
		return queue.add("register", command.getBytes(java.nio.charset.StandardCharsets.UTF_8), Optional.empty(),
				"PUT /x", "");
	}

	private QueueEnd decided(Verdict verdict) {
		return new QueueEnd.Decided(new Receipt("ab", new Height(1), now.get(), verdict));
	}

	@Test
	void itHasSoManyEntriesAndBytesAndNoMore() {
		DurableQueue few = queue(2, 1_000, 10);
		add(few, "a=1");
		QueueEntry second = add(few, "b=1");

		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> add(few, "c=1"));
		assertThat(few.report()).isEqualTo(new QueueReport(2, 6, 0, 0, ""));
		few.end(second, new QueueEnd.Refused("no"));
		assertThat(add(few, "c=1").isOpen()).isTrue();

		DurableQueue small = queue(10, 8, 10);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> add(small, "d=1"));
	}

	@Test
	void theSameWriteIsOneEntryUntilItIsRefused() {
		DurableQueue queue = queue(10, 1_000, 10);
		QueueEntry first = add(queue, "a=1");

		assertThat(add(queue, "a=1")).isSameAs(first);
		QueueEntry done = queue.end(first, decided(Verdict.accepted())).orElseThrow();
		assertThat(add(queue, "a=1")).isSameAs(done);

		QueueEntry other = add(queue, "b=1");
		queue.end(other, decided(Verdict.rejected("no")));
		assertThat(add(queue, "b=1").id()).isNotEqualTo(other.id());
	}

	@Test
	void aWriteIsTakenBackWhileItWaits() {
		DurableQueue queue = queue(10, 1_000, 10);
		QueueEntry entry = add(queue, "a=1");

		assertThat(queue.withdraw(entry.id()).orElseThrow().state()).isInstanceOf(Ended.class);
		assertThat(queue.next(10)).isEmpty();
		assertThat(queue.move(entry, entry.state())).as("by who still thinks that it waits").isEmpty();
		assertThat(queue.withdraw("nothing")).isEmpty();
		assertThat(get(queue.ending(entry))).isEqualTo(new QueueEnd.Withdrawn());
	}

	@Test
	void whatEndedIsKeptForADayOrUntilThereAreTooMany() {
		DurableQueue queue = queue(10, 1_000, 2);
		List<QueueEntry> entries = List.of(add(queue, "a=1"), add(queue, "b=1"), add(queue, "c=1"));
		entries.forEach(entry -> queue.end(entry, decided(Verdict.accepted())));

		assertThat(queue.entries()).extracting(QueueEntry::id)
			.containsExactly(entries.get(1).id(), entries.get(2).id());
		now.updateAndGet(before -> before.plus(Duration.ofDays(1)).plusSeconds(1));
		queue.end(add(queue, "d=1"), decided(Verdict.accepted()));
		assertThat(queue.entries()).hasSize(1);
	}

	@Test
	void whatCannotBeKeptIsNotTaken() {
		DurableQueue queue = queue(10, 1_000, 10);
		store.failAfter(0, false);

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> add(queue, "a=1"));
		assertThat(queue.entries()).isEmpty();
		store.mend();
		assertThat(add(queue, "a=1").isOpen()).isTrue();
	}

	@Test
	void beforeItIsOpenItTakesNothing() {
		DurableQueue closed = QueueFixtures.queue();

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> add(closed, "a=1"));
	}

	@Test
	void aDamagedFileIsLeftAloneAndSaidWithWhatToDo(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("queue"), "something else that is long enough to be read");
		DurableQueue queue = new DurableQueue(new QueueJournal(file, new ChainId("local-0123456789abcdef")),
				QueueLimits.of(10, 1_000), InstantSource.system(), new Random(1), Runnable::run);

		queue.open();

		assertThat(queue.report().trouble()).contains(file.toString(), "move it away", "start again");
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> add(queue, "a=1"))
			.withMessageContaining("move it away");
		assertThat(Files.readString(file)).startsWith("something else");
	}

}
