package org.web3ecosystem.hypermesh.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.ledger.SignedCommand;
import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.hypermesh.queue.QueueState.Waiting;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class QueueJournalTests {

	private static final ChainId CHAIN = new ChainId("local-0123456789abcdef");

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.5Z");

	private static final Waiting WAITING = new Waiting(new byte[] { 1, 2, 3 },
			Optional.of(new Operation("asset.register", new byte[32], true)), 0);

	@TempDir
	private Path directory;

	private Path file() {
		return directory.resolve("home").resolve("queue");
	}

	private QueueJournal journal() {
		return new QueueJournal(file(), CHAIN);
	}

	private static QueueEntry entry(int number, QueueState state) {
		return new QueueEntry("%032x".formatted(number), "assets", "POST /hypermesh/assets", "disk-1", NOW, "ab",
				state);
	}

	/** As text, since commands are arrays. */
	private static List<String> shown(List<QueueEntry> entries) {
		return entries.stream().map(entry -> Arrays.toString(EntryCodec.encode(entry))).toList();
	}

	private List<QueueEntry> opened() throws IOException {
		try (QueueJournal journal = journal()) {
			return journal.open();
		}
	}

	private List<QueueEntry> all() {
		SignedCommand signed = new SignedCommand("cd", new Epoch(2), new Height(7), new byte[] { 9 });
		Receipt done = new Receipt("cd", new Height(8), NOW, Verdict.accepted());
		Receipt refused = new Receipt("cd", new Height(8), NOW, Verdict.rejected("no"));
		return List.of(entry(1, WAITING), entry(2, new Waiting(new byte[0], Optional.empty(), 3)),
				entry(3, WAITING.signed(signed)), entry(4, new Ended(NOW, new QueueEnd.Decided(done))),
				entry(5, new Ended(NOW, new QueueEnd.Decided(refused))),
				entry(6, new Ended(NOW, new QueueEnd.Refused("why"))),
				entry(7, new Ended(NOW, new QueueEnd.Unknown("cd"))),
				entry(8, new Ended(NOW, new QueueEnd.Withdrawn())));
	}

	@Test
	void whatWasPutIsThereAgain() throws IOException {
		try (QueueJournal journal = journal()) {
			assertThat(journal.open()).isEmpty();
			for (QueueEntry entry : all()) {
				journal.put(entry);
			}
		}

		assertThat(shown(opened())).isEqualTo(shown(all()));
		assertThat(shown(opened())).isEqualTo(shown(all()));
	}

	@Test
	void whatCannotBeWrittenAnewGoesOnAsItWas() throws IOException {
		Path obstacle = file().resolveSibling("queue.tmp").resolve("in the way");
		try (QueueJournal journal = journal()) {
			journal.open();
			journal.put(entry(1, WAITING));
			Files.createDirectories(obstacle);
			assertThatIOException().isThrownBy(() -> journal.replaceAll(List.of()));
			journal.put(entry(2, WAITING));
			Files.delete(obstacle);
			journal.replaceAll(List.of(entry(2, WAITING)));
			journal.put(entry(3, WAITING));
		}

		assertThat(opened()).extracting(QueueEntry::id).containsExactly(entry(2, WAITING).id(), entry(3, WAITING).id());
	}

	@Test
	void theLastOfAnIdCountsAtThePlaceOfTheFirst() throws IOException {
		QueueEntry later = entry(1, new Ended(NOW, new QueueEnd.Withdrawn()));
		try (QueueJournal journal = journal()) {
			journal.open();
			journal.put(entry(1, WAITING));
			journal.put(entry(2, WAITING));
			journal.put(later);
		}

		assertThat(shown(opened())).isEqualTo(shown(List.of(later, entry(2, WAITING))));
	}

	@Test
	void aTailThatWasTornAtAnyByteIsCutAndNothingElse() throws IOException {
		long first;
		try (QueueJournal journal = journal()) {
			journal.open();
			journal.put(entry(1, WAITING));
			first = journal.bytes();
			journal.put(entry(2, WAITING));
		}
		byte[] whole = Files.readAllBytes(file());
		for (int length = Math.toIntExact(first); length < whole.length; length++) {
			Files.write(file(), Arrays.copyOf(whole, length));

			try (QueueJournal journal = journal()) {
				assertThat(shown(journal.open())).as("of %d bytes", length)
					.isEqualTo(shown(List.of(entry(1, WAITING))));
				journal.put(entry(3, WAITING));
			}
			assertThat(shown(opened())).isEqualTo(shown(List.of(entry(1, WAITING), entry(3, WAITING))));
		}
	}

	@Test
	void aTailThatWasNotFilledIsCut() throws IOException {
		long first;
		try (QueueJournal journal = journal()) {
			journal.open();
			journal.put(entry(1, WAITING));
			first = journal.bytes();
			journal.put(entry(2, WAITING));
		}
		byte[] whole = Files.readAllBytes(file());
		for (int filled = Math.toIntExact(first); filled < whole.length - 32; filled++) {
			byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, filled), whole.length);
			// half a length is no length, and may as well be damage
			if (filled == first || filled >= first + 8) {
				Files.write(file(), torn);

				assertThat(shown(opened())).as("filled to %d", filled).isEqualTo(shown(List.of(entry(1, WAITING))));
			}
		}
	}

	@Test
	void anyBitThatIsNotAsWrittenIsDamageAndSaysWhere() throws IOException {
		try (QueueJournal journal = journal()) {
			journal.open();
			journal.put(entry(1, WAITING));
			journal.put(entry(2, WAITING));
		}
		byte[] whole = Files.readAllBytes(file());
		for (int at = 0; at < whole.length; at++) {
			byte[] damaged = whole.clone();
			damaged[at] ^= 1;
			Files.write(file(), damaged);

			assertThatIOException().as("byte %d", at).isThrownBy(this::opened).withMessageContaining("at byte");
			assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
		}
	}

	@Test
	void theQueueOfAnotherChainIsNotUsed() throws IOException {
		try (QueueJournal journal = new QueueJournal(file(), new ChainId("other-0123456789abcdef"))) {
			journal.open();
		}

		assertThatIOException().isThrownBy(this::opened).withMessageContaining("not the queue of this chain");
	}

	@Test
	void writtenAnewItHasWhatIsLeftAndGoesOn() throws IOException {
		try (QueueJournal journal = journal()) {
			journal.open();
			for (QueueEntry entry : all()) {
				journal.put(entry);
			}
			long before = journal.bytes();
			journal.replaceAll(List.of(entry(1, WAITING)));
			assertThat(journal.bytes()).isLessThan(before);
			journal.put(entry(9, WAITING));
		}

		assertThat(shown(opened())).isEqualTo(shown(List.of(entry(1, WAITING), entry(9, WAITING))));
	}

	@Test
	void onlyItsOwnerReadsIt() throws IOException {
		opened();

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
	}

}
