package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class TransparencyLogTests {

	private static final String ORIGIN = "node1.node.local.internal/log";

	private static final byte[] ISSUER = { 1, 2, 3 };

	private static final NodeId NODE = NodeKey.generate().id();

	@TempDir
	private Path directory;

	private TransparencyLog log;

	@BeforeEach
	void open() {
		log = TransparencyLog.open(directory, ORIGIN);
	}

	@AfterEach
	void close() {
		log.close();
	}

	@Test
	void whatWasToldIsSignedAndProven() {
		append(1, 2, 3, 4, 5);

		LogEntry third = log.entry(2).orElseThrow();
		assertThat(third.stamped().entry()).isEqualTo(entry(3).entry());
		assertThat(log.find(fingerprint(3))).hasValue(2);
		assertThat(log.find(MerkleTree.leafHash(third.leafInput()))).hasValue(2);
		assertThat(log.inclusion(2).verify(third.leafInput(), log.key().publicKey())).isTrue();
		assertThat(log.inclusion(2).verify(log.entry(3).orElseThrow().leafInput(), log.key().publicKey())).isFalse();
		assertThat(log.inclusion(2).verify(third.leafInput(), NodeKey.generate().publicKey())).isFalse();
		assertThat(Checkpoint.verified(log.note(), log.key().publicKey())).isEqualTo(log.checkpoint());
	}

	@Test
	void anyTwoCheckpointsAreConsistent() {
		append(1, 2, 3);
		Checkpoint first = log.checkpoint();
		append(4, 5, 6, 7);
		Checkpoint second = log.checkpoint();

		assertThat(Proofs.consistent(first.size(), first.root(), second.size(), second.root(), log.consistency(3, 7)))
			.isTrue();
	}

	@Test
	void aBatchSharesOneCheckpoint() {
		List<CompletableFuture<TransparencyLog.Logged>> all = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			all.add(log.append(entry(i)).toCompletableFuture());
		}
		all.forEach(CompletableFuture::join);

		assertThat(log.size()).isEqualTo(2000);
		assertThat(all).extracting(each -> each.join().index()).doesNotHaveDuplicates();
	}

	@Test
	void reopeningGoesOnWhereItWas() {
		append(1, 2, 3);
		Checkpoint before = log.checkpoint();
		log.close();

		log = TransparencyLog.open(directory, ORIGIN);

		assertThat(log.checkpoint()).isEqualTo(before);
		append(4);
		assertThat(log.find(fingerprint(4))).hasValue(3);
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		append(1, 2, 3);
		log.close();
		Path entries = directory.resolve("entries");
		long size = Files.size(entries);

		for (long cut : new long[] { 0, 1, size / 3, size / 2, size - 1 }) {
			byte[] whole = Files.readAllBytes(entries);
			cut(entries, cut);
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
				.hasMessageContaining("checkpoint says 3")
				.hasMessageContaining("Restore the directory");
			Files.write(entries, whole);
		}
		log = TransparencyLog.open(directory, ORIGIN);
		assertThat(log.size()).isEqualTo(3);
	}

	@Test
	void everyFlippedBitIsRefused() throws IOException {
		append(1, 2, 3);
		log.close();
		byte[] whole = Files.readAllBytes(directory.resolve("entries"));

		for (int position = 0; position < whole.length; position += 7) {
			byte[] damaged = whole.clone();
			damaged[position] ^= 1;
			Files.write(directory.resolve("entries"), damaged);
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class);
		}
	}

	@Test
	void anyDamageToTheLastEntryThatWasToldIsRefused() throws IOException {
		append(1, 2);
		Path entries = directory.resolve("entries");
		int before = (int) Files.size(entries);
		append(3);
		log.close();
		byte[] whole = Files.readAllBytes(entries);
		for (int length = before; length < whole.length; length++) {
			Files.write(entries, Arrays.copyOf(whole, length));
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
				.hasMessageContaining("has 2 whole entries, but its checkpoint says 3");
			assertThat(Files.size(entries)).as("nothing is cut").isEqualTo(length);
		}
		for (int position = before; position < whole.length; position++) {
			byte[] damaged = whole.clone();
			damaged[position] ^= (byte) (1 << position % 8);
			Files.write(entries, damaged);
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
				.hasMessageContaining("Restore the directory");
		}
	}

	/** As a crash between the entries and the checkpoint leaves it. */
	@Test
	void anyDamageToALastEntryThatNobodyWasToldOfIsCut() throws IOException {
		append(1, 2);
		Path entries = directory.resolve("entries");
		byte[] checkpoint = Files.readAllBytes(directory.resolve("checkpoint"));
		byte[] shown = Files.readAllBytes(directory.resolve("public/checkpoint"));
		int before = (int) Files.size(entries);
		append(3);
		log.close();
		byte[] whole = Files.readAllBytes(entries);
		for (int length = before; length < whole.length; length++) {
			assertThirdIsCut(Arrays.copyOf(whole, length), checkpoint, shown);
		}
		for (int position = before; position < whole.length; position++) {
			byte[] damaged = whole.clone();
			damaged[position] ^= (byte) (1 << position % 8);
			assertThirdIsCut(damaged, checkpoint, shown);
		}
	}

	private void assertThirdIsCut(byte[] left, byte[] checkpoint, byte[] shown) throws IOException {
		Files.write(directory.resolve("entries"), left);
		Files.write(directory.resolve("checkpoint"), checkpoint);
		Files.write(directory.resolve("public/checkpoint"), shown);
		log = TransparencyLog.open(directory, ORIGIN);
		assertThat(log.size()).isEqualTo(2);
		assertThat(log.find(fingerprint(2))).hasValue(1);
		log.close();
	}

	@Test
	void anOlderCheckpointWithNewerEntriesKeepsWhatWasSigned() throws IOException {
		append(1, 2);
		Files.copy(directory.resolve("checkpoint"), directory.resolve("old"));
		append(3);
		log.close();
		Files.move(directory.resolve("old"), directory.resolve("checkpoint"), StandardCopyOption.REPLACE_EXISTING);

		log = TransparencyLog.open(directory, ORIGIN);

		assertThat(log.size()).isEqualTo(3);
	}

	@Test
	void olderEntriesWithANewerCheckpointAreARollback() throws IOException {
		append(1, 2);
		Files.copy(directory.resolve("entries"), directory.resolve("old"));
		append(3);
		log.close();
		Files.move(directory.resolve("old"), directory.resolve("entries"), StandardCopyOption.REPLACE_EXISTING);

		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
			.hasMessageContaining("has 2 whole entries");
	}

	@Test
	void aTornRecordAfterTheCheckpointIsCut() throws IOException {
		append(1, 2);
		log.close();
		Path entries = directory.resolve("entries");
		long size = Files.size(entries);
		Files.write(entries, new byte[] { 0, 0, 0, 99, 0, 0 }, StandardOpenOption.APPEND);

		log = TransparencyLog.open(directory, ORIGIN);

		assertThat(entries).hasSize(size);
		append(3);
		assertThat(log.size()).isEqualTo(3);
	}

	@Test
	void anotherFederationsLogIsRefused() {
		append(1);
		log.close();

		assertThatThrownBy(() -> TransparencyLog.open(directory, "other/log")).isInstanceOf(LogException.class)
			.hasMessageContaining("is that of " + ORIGIN);
	}

	@Test
	void aMissingOrForgedCheckpointIsRefused() throws IOException {
		append(1);
		log.close();
		Path checkpoint = directory.resolve("checkpoint");
		String note = Files.readString(checkpoint);

		Files.writeString(checkpoint, note.replaceFirst("\n1\n", "\n0\n"));
		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
			.hasMessageContaining("signature");
		Files.delete(checkpoint);
		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
			.hasMessageContaining("missing");
	}

	@Test
	void aCheckpointThatIsNoTextIsForged() throws IOException {
		append(1);
		log.close();
		byte[] note = Files.readAllBytes(directory.resolve("checkpoint"));
		for (int position = 0; position < note.length; position++) {
			byte[] damaged = note.clone();
			damaged[position] ^= (byte) 0x80;
			Files.write(directory.resolve("checkpoint"), damaged);
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
				.hasMessageContaining("is not good");
		}
	}

	@Test
	void twoWritersAreOneTooMany() {
		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
			.hasMessageContaining("another process");
	}

	@Test
	void aClosedOrRefusingLogTakesNothing() {
		log.refuse("it was rolled back");
		assertThat(log.append(entry(1)).toCompletableFuture()).failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(UnavailableException.class)
			.withMessageContaining("rolled back");

		log.close();
		assertThat(log.size()).isZero();
	}

	@Test
	void aFullDiskLosesNothingThatWasTold() throws IOException {
		append(1, 2);
		// a directory in the place of the temporary file makes writing the checkpoint
		// fail
		Path obstacle = directory.resolve("checkpoint.tmp");
		Files.createDirectories(obstacle.resolve("x"));
		CompletableFuture<TransparencyLog.Logged> failed = log.append(entry(3)).toCompletableFuture();

		assertThat(failed).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(UnavailableException.class);
		assertThat(log.size()).isEqualTo(2);
		assertThat(log.broken()).isPresent();
		assertThat(log.trouble()).isPresent();
		assertThat(log.append(entry(3)).toCompletableFuture()).isCompletedExceptionally();
		Files.delete(obstacle.resolve("x"));
		Files.delete(obstacle);
		await().atMost(Duration.ofSeconds(30)).until(() -> log.trouble().isEmpty());
		assertThat(log.broken()).isEmpty();
		append(4);
		log.close();
		log = TransparencyLog.open(directory, ORIGIN);
		assertThat(signed(0)).isEqualTo(entry(1).entry());
		assertThat(signed(1)).isEqualTo(entry(2).entry());
		assertThat(signed(2)).isEqualTo(entry(4).entry());
	}

	@Test
	void whatWaitedWhenTheDiskWasFullIsNotWrittenBehindWhatIsToGo() throws IOException {
		append(1);
		Path obstacle = directory.resolve("checkpoint.tmp");
		Files.createDirectories(obstacle.resolve("x"));
		List<CompletableFuture<TransparencyLog.Logged>> waiting = new ArrayList<>();
		for (int number = 2; number < 40; number++) {
			waiting.add(log.append(entry(number)).toCompletableFuture());
		}
		for (CompletableFuture<TransparencyLog.Logged> each : waiting) {
			assertThat(each).failsWithin(Duration.ofSeconds(20));
		}
		Files.delete(obstacle.resolve("x"));
		Files.delete(obstacle);
		await().atMost(Duration.ofSeconds(30)).until(() -> log.trouble().isEmpty());
		append(50);
		log.close();

		log = TransparencyLog.open(directory, ORIGIN);

		assertThat(log.size()).isEqualTo(2);
		assertThat(signed(1)).isEqualTo(entry(50).entry());
	}

	@Test
	void aFullDiskThatStaysFullLosesNothingEither() throws IOException {
		append(1, 2);
		Path obstacle = directory.resolve("checkpoint.tmp");
		Files.createDirectories(obstacle.resolve("x"));
		assertThat(log.append(entry(3)).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
		log.close();
		Files.delete(obstacle.resolve("x"));
		Files.delete(obstacle);

		log = TransparencyLog.open(directory, ORIGIN);

		assertThat(signed(0)).isEqualTo(entry(1).entry());
		assertThat(signed(1)).isEqualTo(entry(2).entry());
		append(4);
	}

	@Test
	void checkpointsAreReadStrictly() {
		String note = log.note();
		for (String forged : List.of("", note + "x", note.replace("\n\n", "\n"), note.replace("0", "00"),
				note.substring(1), note.replace("node1", "node2"))) {
			assertThatThrownBy(() -> Checkpoint.verified(forged, log.key().publicKey()))
				.isInstanceOf(IllegalArgumentException.class);
		}
	}

	private void append(int... numbers) {
		for (int number : numbers) {
			log.append(entry(number)).toCompletableFuture().join();
		}
	}

	private static Submission entry(int number) {
		return Submission.certificate(certificate(number), Purpose.NODE, NODE, List.of(ISSUER));
	}

	private static byte[] certificate(int number) {
		return ("certificate " + number).getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] fingerprint(int number) {
		return Digest.sha256(certificate(number));
	}

	private SignedEntry signed(int index) {
		return log.entry(index).orElseThrow().stamped().entry();
	}

	private static void cut(Path file, long size) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(size);
		}
	}

}
