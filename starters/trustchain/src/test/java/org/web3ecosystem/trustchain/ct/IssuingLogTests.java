package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Entries before their certificates, and what is left of them after an accident. */
class IssuingLogTests {

	private static final String ORIGIN = "node1.node.local.internal/log";

	private static final NodeId NODE = NodeKey.generate().id();

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	@TempDir
	private Path home;

	private Instant now = BEGIN;

	private final InstantSource clock = () -> now;

	private Path directory;

	private TransparencyLog log;

	@BeforeEach
	void open() {
		directory = home.resolve("log");
		log = TransparencyLog.open(directory, ORIGIN, clock);
	}

	@AfterEach
	void close() {
		log.close();
	}

	@Test
	void whatIsBeingIssuedIsNotSettledUntilItIsIssuedOrGivenUp() {
		int first = append(1);
		int second = append(2);
		int third = append(3);
		assertThat(log.settled()).isEqualTo(first);

		complete(second);
		assertThat(log.settled()).isEqualTo(first);
		log.abandon(first);
		assertThat(log.settled()).isEqualTo(third);
		complete(third);

		assertThat(log.settled()).isEqualTo(log.size());
		assertThat(log.issued(first)).isEmpty();
		assertThat(log.issued(second)).contains(certificate(second));
		assertThat(log.find(Digest.sha256(certificate(third)))).hasValue(third);
	}

	@Test
	void whatWasCompletedIsThereAfterwardsAndWhatWasNotIsSettledWithout() {
		int first = append(1);
		int second = append(2);
		complete(first);
		reopen();

		assertThat(log.issued(first)).contains(certificate(first));
		assertThat(log.find(Digest.sha256(certificate(first)))).hasValue(first);
		assertThat(log.issued(second)).isEmpty();
		assertThat(log.settled()).isEqualTo(2);
	}

	@Test
	void aTornCertificateIsCutAndTheNextOneIsFound() throws IOException {
		complete(append(1));
		int second = append(2);
		log.close();
		Path certificates = directory.resolve("certificates");
		long size = Files.size(certificates);
		Files.write(certificates, new byte[] { 0, 0, 0, 1, 0, 0, 0, 9, 1 }, StandardOpenOption.APPEND);
		log = TransparencyLog.open(directory, ORIGIN, clock);

		assertThat(certificates).hasSize(size);
		complete(second);
		reopen();
		assertThat(log.issued(0)).contains(certificate(0));
		assertThat(log.issued(second)).contains(certificate(second));
	}

	/** A clean end or a killed process: the mark is as it was written last. */
	@Test
	void aCertificateThatWasHandedOutIsNeverCutButRefused() throws IOException {
		complete(append(1));
		Path certificates = directory.resolve("certificates");
		int before = (int) Files.size(certificates);
		complete(append(2));
		log.close();
		byte[] whole = Files.readAllBytes(certificates);
		for (int length = 0; length < whole.length; length++) {
			Files.write(certificates, Arrays.copyOf(whole, length));
			assertRefused("handed out");
			assertThat(Files.size(certificates)).as("nothing is cut").isEqualTo(length);
		}
		for (int bit = 0; bit < whole.length * 8; bit++) {
			Files.write(certificates, flipped(whole, bit));
			assertRefused((bit / 8 < before) ? "up to byte 0 only" : "up to byte " + before + " only");
		}
		Files.write(certificates, whole);
		log = TransparencyLog.open(directory, ORIGIN, clock);
		assertThat(log.issued(1)).contains(certificate(1));
	}

	/** As the power fails while it is written: the mark is where it was before. */
	@Test
	void aCertificateThatNobodyWasToldOfIsKeptWholeOrCut() throws IOException {
		complete(append(1));
		Path certificates = directory.resolve("certificates");
		Path mark = directory.resolve("certificates.told");
		byte[] markBefore = Files.readAllBytes(mark);
		int before = (int) Files.size(certificates);
		complete(append(2));
		log.close();
		byte[] whole = Files.readAllBytes(certificates);
		for (int length = before; length < whole.length; length++) {
			Files.write(certificates, Arrays.copyOf(whole, length));
			assertSecondIsCut(mark, markBefore, before);
		}
		for (int bit = before * 8; bit < whole.length * 8; bit++) {
			Files.write(certificates, flipped(whole, bit));
			assertSecondIsCut(mark, markBefore, before);
		}
		Files.write(certificates, whole);
		Files.write(mark, markBefore);
		log = TransparencyLog.open(directory, ORIGIN, clock);
		assertThat(log.issued(1)).as("whole").contains(certificate(1));
	}

	@Test
	void aDamagedMarkIsRefusedAndOneThatWasNeverWrittenIsNot() throws IOException {
		complete(append(1));
		log.close();
		Path mark = directory.resolve("certificates.told");
		byte[] whole = Files.readAllBytes(mark);
		for (int length = 1; length < whole.length; length++) {
			Files.write(mark, Arrays.copyOf(whole, length));
			assertRefused("delete this file");
		}
		for (int bit = 0; bit < whole.length * 8; bit++) {
			Files.write(mark, flipped(whole, bit));
			assertRefused("delete this file");
		}
		Files.delete(mark);
		log = TransparencyLog.open(directory, ORIGIN, clock);
		assertThat(log.issued(0)).contains(certificate(0));
		assertThat(Files.readAllBytes(mark)).as("from now on there is one").isEqualTo(whole);
	}

	private void assertSecondIsCut(Path mark, byte[] markBefore, int before) throws IOException {
		Files.write(mark, markBefore);
		log = TransparencyLog.open(directory, ORIGIN, clock);
		assertThat(log.issued(0)).contains(certificate(0));
		assertThat(log.issued(1)).isEmpty();
		assertThat(log.size()).as("the entry stays").isEqualTo(2);
		log.close();
		assertThat(directory.resolve("certificates")).hasSize(before);
	}

	private void assertRefused(String why) {
		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN, clock)).isInstanceOf(LogException.class)
			.hasMessageContaining(why)
			.hasMessageContaining("Restore the directory");
	}

	private static byte[] flipped(byte[] whole, int bit) {
		byte[] damaged = whole.clone();
		damaged[bit / 8] ^= (byte) (1 << bit % 8);
		return damaged;
	}

	@Test
	void theSameIsLoggedOnceAndToldTheSame() {
		Submission submission = Submission.certificate(certificate(7), Purpose.SERVER, NODE, List.of(certificate(0)));
		TransparencyLog.Logged first = log.append(submission).toCompletableFuture().join();
		now = now.plusSeconds(60);
		TransparencyLog.Logged again = log.append(submission).toCompletableFuture().join();
		reopen();
		TransparencyLog.Logged later = log.append(submission).toCompletableFuture().join();

		assertThat(log.size()).isEqualTo(1);
		assertThat(again.index()).isEqualTo(first.index());
		assertThat(log.timestamp(again.entry())).isEqualTo(log.timestamp(first.entry()))
			.isEqualTo(log.timestamp(later.entry()));
	}

	@Test
	void noTreeHeadIsOlderThanAnEntryOrTheOneBefore() {
		append(1);
		Instant first = head().timestamp();
		now = now.minusSeconds(3600);
		append(2);
		Instant second = head().timestamp();
		reopen();

		assertThat(second).isAfter(first);
		assertThat(head().timestamp()).isAfter(second);
		assertThat(log.entry(1).orElseThrow().timestamp()).isEqualTo(BEGIN);
	}

	@Test
	void aCheckpointHasOneSignatureOfEachOfTheLogsKeysAndNoOther() throws IOException {
		append(1);
		String note = log.note();
		assertThat(Note.parse(note).signatures()).hasSize(2);
		assertThat(Checkpoint.treeHead(note, log.timestamps().publicKey())).isPresent();
		log.close();
		for (String forged : List.of(note + note.lines().skip(4).findFirst().orElseThrow() + "\n",
				note.substring(0, note.stripTrailing().lastIndexOf('\n') + 1))) {
			Files.writeString(directory.resolve("checkpoint"), forged);
			if (Note.parse(forged).signatures().size() == 1) {
				TransparencyLog.open(directory, ORIGIN, clock).close();
			}
			else {
				assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN, clock))
					.isInstanceOf(LogException.class)
					.hasMessageContaining("not by the log's keys");
			}
		}
	}

	@Test
	void aLogWithoutItsTimestampKeyIsRefused() throws IOException {
		append(1);
		log.close();
		Files.delete(directory.resolve("timestamp-key.pem"));

		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN, clock)).isInstanceOf(LogException.class)
			.hasMessageContaining("timestamp-key.pem: it is not there");
	}

	@Test
	void aLogOfBeforeThereWereTimestampsGoesOn() throws IOException {
		Path old = home.resolve("old");
		writeOldForm(old, certificate(1), certificate(2));

		try (TransparencyLog opened = TransparencyLog.open(old, ORIGIN, clock)) {
			assertThat(opened.size()).isEqualTo(2);
			assertThat(opened.settled()).isEqualTo(2);
			assertThat(opened.issued(1)).contains(certificate(2));
			assertThat(opened.find(Digest.sha256(certificate(2)))).hasValue(1);
			opened.append(precert(3)).toCompletableFuture().join();
			assertThat(Checkpoint.treeHead(opened.note(), opened.timestamps().publicKey())).isPresent();
		}
		try (TransparencyLog again = TransparencyLog.open(old, ORIGIN, clock)) {
			assertThat(again.size()).isEqualTo(3);
		}
	}

	/** As a log was written before: certificates alone, one signature. */
	private static void writeOldForm(Path directory, byte[]... certificates) throws IOException {
		Files.createDirectories(directory);
		NodeKeyFile.write(directory.resolve("key.pem"), NodeKey.generate());
		MerkleTree tree = new MerkleTree();
		byte[] extra = Cbor
			.struct(Map.entry("purpose", Cbor.of(Purpose.NODE.name())), Map.entry("node", Cbor.of(NODE.hex())))
			.encode();
		try (OutputStream out = Files.newOutputStream(directory.resolve("entries"))) {
			for (byte[] certificate : certificates) {
				byte[] leaf = new TimestampedEntry(BEGIN, new SignedEntry.X509(certificate), new byte[0]).leafInput();
				ByteBuffer record = ByteBuffer.allocate(8 + leaf.length + extra.length + 4);
				record.putInt(leaf.length).putInt(extra.length).put(leaf).put(extra);
				CRC32C crc = new CRC32C();
				crc.update(record.array(), 0, record.position());
				out.write(record.putInt((int) crc.getValue()).array());
				tree.append(MerkleTree.leafHash(leaf));
			}
		}
		LogKey key = LogKey.in(directory, false);
		TimestampKey heads = TimestampKey.in(directory, true);
		Checkpoint checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root(tree.size()));
		Note signed = Note.parse(checkpoint.sign(key, TreeHead.of(checkpoint, BEGIN, heads), heads.publicKey()));
		Files.delete(directory.resolve("timestamp-key.pem"));
		Files.writeString(directory.resolve("checkpoint"),
				new Note(signed.text(), signed.signatures().subList(0, 1)).encode());
	}

	private TreeHead head() {
		return Checkpoint.treeHead(log.note(), log.timestamps().publicKey()).orElseThrow();
	}

	private int append(int number) {
		return log.append(precert(number)).toCompletableFuture().join().index();
	}

	private void complete(int index) {
		log.complete(index, certificate(index)).toCompletableFuture().join();
	}

	private void reopen() {
		log.close();
		log = TransparencyLog.open(directory, ORIGIN, clock);
	}

	private static Submission precert(int number) {
		return new Submission(
				new SignedEntry.Precert(new byte[Digest.LENGTH], ("tbs " + number).getBytes(StandardCharsets.UTF_8)),
				Purpose.NODE, NODE, ("precertificate " + number).getBytes(StandardCharsets.UTF_8),
				List.of(new byte[] { 1 }), true);
	}

	private static byte[] certificate(int number) {
		return ("certificate " + number).getBytes(StandardCharsets.UTF_8);
	}

}
