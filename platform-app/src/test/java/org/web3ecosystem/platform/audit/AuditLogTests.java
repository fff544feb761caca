package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.access.Caller;
import org.web3ecosystem.platform.access.Role;
import org.web3ecosystem.spi.UnavailableException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuditLogTests {

	private static final long MEGABYTE = 1 << 20;

	private static final Caller OPERATOR = new Caller(Role.OPERATOR, Optional.of("1f"), Optional.of("ab"), "127.0.0.1");

	private final JsonMapper json = JsonMapper.builder().build();

	@TempDir
	private Path directory;

	private final List<AuditLog> open = new ArrayList<>();

	@AfterEach
	void close() {
		open.forEach(AuditLog::close);
	}

	@Test
	void recordsAreNumberedAndNameTheOneBefore() {
		AuditLog log = start(MEGABYTE, 2);
		assertThat(append(log, "/a")).isEqualTo(2);
		assertThat(append(log, "/b")).isEqualTo(3);

		List<byte[]> lines = lines(log, 0);

		assertThat(lines).hasSize(3);
		assertThat(node(lines.get(0)).path("event").asString()).isEqualTo("opened");
		assertThat(node(lines.get(0)).path("previous").asString()).isEqualTo("0".repeat(64));
		for (int i = 1; i < 3; i++) {
			assertThat(node(lines.get(i)).path("number").asInt()).isEqualTo(i + 1);
			assertThat(node(lines.get(i)).path("previous").asString()).isEqualTo(Chain.sha256(lines.get(i - 1)));
		}
		assertThat(log.files().head()).isEqualTo(new Chain(3, Chain.sha256(lines.get(2))));
		assertThat(broken(log)).isEmpty();
	}

	@Test
	void whatARecordSaysIsShortAndPlain() {
		AuditLog log = start(MEGABYTE, 2);
		append(log, "/a\r\n\u0000\u202e\"" + "x".repeat(2000));
		JsonNode record = node(lines(log, 1).getFirst());
		assertThat(record.path("path").asString()).hasSize(AuditEvent.MAX_TEXT).startsWith("/a????\"xxx").endsWith("…");
		assertThat(record.path("certificate").asString()).isEqualTo("1f");
		assertThat(record.path("role").asString()).isEqualTo("operator");
		assertThat(record.path("time").asString()).isEqualTo("2026-01-01T00:00:00Z");
	}

	@Test
	void theFilesAreTheirOwnersAlone() throws IOException {
		AuditLog log = start(MEGABYTE, 2);
		append(log, "/a");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst().path())))
			.isEqualTo("rw-------");
	}

	@Test
	void anotherStartGoesOn() {
		AuditLog log = start(MEGABYTE, 2);
		append(log, "/a");
		log.close();

		AuditLog next = start(MEGABYTE, 2);
		assertThat(append(next, "/b")).isEqualTo(4);

		assertThat(numbers(next)).containsExactly(1L, 2L, 3L, 4L);
		assertThat(broken(next)).isEmpty();
		assertThat(node(lines(next, 2).getFirst()).path("found").asString()).isEmpty();
	}

	@Test
	void whatWasRecordedIsReadBeforeTheFirstWrite() {
		AuditLog log = start(MEGABYTE, 2);
		append(log, "/a");
		log.close();

		AuditLog next = start(MEGABYTE, 2);

		Awaitility.await().untilAsserted(() -> assertThat(numbers(next)).containsExactly(1L, 2L, 3L));
	}

	/** Every place where a kill may cut the last line. */
	@Test
	void anUnfinishedLineIsCutOffAndSaid() throws IOException {
		AuditLog log = start(MEGABYTE, 2);
		append(log, "/a");
		append(log, "/b");
		log.close();
		Path file = files().getFirst().path();
		byte[] whole = Files.readAllBytes(file);
		int lastLine = new String(whole, 0, whole.length - 1, StandardCharsets.UTF_8).lastIndexOf('\n') + 1;
		for (int length = lastLine + 1; length < whole.length; length++) {
			Files.write(file, java.util.Arrays.copyOf(whole, length));
			AuditLog next = start(MEGABYTE, 2);
			assertThat(append(next, "/c")).isEqualTo(4);
			assertThat(numbers(next)).containsExactly(1L, 2L, 3L, 4L);
			assertThat(broken(next)).isEmpty();
			assertThat(node(lines(next, 2).getFirst()).path("found").asString())
				.isEqualTo("an unfinished record of " + (length - lastLine) + " bytes was cut off");
			next.close();
		}
	}

	@Test
	void aLineThatWasChangedIsNoticedByReadersAndAtStart() throws IOException {
		AuditLog log = start(MEGABYTE, 3);
		append(log, "/a");
		append(log, "/b");
		append(log, "/c");
		Path file = files().getFirst().path();
		Files.writeString(file, Files.readString(file).replace("\"/b\"", "\"/B\""));

		assertThat(broken(log)).containsExactly(4L);
		log.close();
		AuditLog next = start(MEGABYTE, 3);
		append(next, "/d");
		assertThat(files()).as("what was changed stays as it is").hasSize(2);
		assertThat(node(lines(next, 4).getFirst()).path("found").asString())
			.isEqualTo("record 4 does not follow the one before it");
	}

	@Test
	void aLineThatWasCutOutIsNoticed() throws IOException {
		AuditLog log = start(MEGABYTE, 3);
		append(log, "/a");
		append(log, "/b");
		append(log, "/c");
		Path file = files().getFirst().path();
		Files.write(file, Files.readAllLines(file).stream().filter(line -> !line.contains("\"/b\"")).toList());

		assertThat(broken(log)).containsExactly(4L);
		log.close();
		AuditLog next = start(MEGABYTE, 3);
		assertThat(append(next, "/d")).as("no number is given twice").isEqualTo(6);
	}

	@Test
	void aFileIsFollowedByAnotherAndTheOldestGoes() throws IOException {
		AuditLog log = start(1000, 3);
		for (int i = 0; i < 40; i++) {
			append(log, "/" + i);
		}
		List<AuditFile> files = files();
		assertThat(files).hasSize(3);
		assertThat(broken(log)).isEmpty();
		assertThat(numbers(log))
			.containsExactlyElementsOf(LongStream.rangeClosed(files.getFirst().first(), 41).boxed().toList());
		log.close();
		AuditLog next = start(1000, 3);
		assertThat(append(next, "/next")).isEqualTo(43);
		assertThat(broken(next)).isEmpty();
	}

	@Test
	void aPageIsReadFromAnyPlace() {
		AuditLog log = start(600, 100);
		for (int i = 0; i < 30; i++) {
			append(log, "/" + i);
		}
		for (long after = 0; after < 31; after++) {
			List<byte[]> page = new ArrayList<>();
			read(log, after, (line, follows) -> {
				assertThat(follows).isTrue();
				page.add(line);
				return page.size() < 3;
			});
			assertThat(page).extracting(line -> Chain.at(line).number())
				.containsExactlyElementsOf(LongStream.rangeClosed(after + 1, Math.min(after + 3, 31)).boxed().toList());
		}
	}

	@Test
	void manyAtOnceAreOneChain() throws Exception {
		AtomicInteger appends = new AtomicInteger();
		AuditLog log = start(MEGABYTE, 2, (file, length) -> new Counting(AppendedFile.open(file, length), appends));
		List<CompletableFuture<Long>> recorded = new ArrayList<>();
		List<Thread> threads = IntStream.range(0, 8).mapToObj(thread -> Thread.ofVirtual().start(() -> {
			for (int i = 0; i < 50; i++) {
				CompletableFuture<Long> one = log.append(begun("/" + thread + "/" + i)).toCompletableFuture();
				synchronized (recorded) {
					recorded.add(one);
				}
				one.join();
			}
		})).toList();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(recorded).extracting(one -> one.get(20, TimeUnit.SECONDS))
			.containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(2, 401).boxed().toList());
		assertThat(numbers(log)).containsExactlyElementsOf(LongStream.rangeClosed(1, 401).boxed().toList());
		assertThat(broken(log)).isEmpty();
		assertThat(appends.get()).as("those that come together share one fsync").isLessThan(402);
	}

	/**
	 * Failed and not stored, failed though part of it was stored, failed though all was.
	 */
	@Test
	void whatCannotBeWrittenIsNoRecordAndTakesNoNumber() throws IOException {
		for (Failure failure : Failure.values()) {
			Path own = Files.createDirectory(directory.resolve(failure.name()));
			Full disk = new Full(failure);
			AuditLog log = start(own, MEGABYTE, 2, (file, length) -> disk.over(AppendedFile.open(file, length), file));
			append(log, "/a");

			disk.full = true;
			for (int i = 0; i < 3; i++) {
				assertThatThrownBy(() -> append(log, "/refused")).hasCauseInstanceOf(UnavailableException.class)
					.hasMessageContaining("no write without it");
			}
			disk.full = false;

			assertThat(append(log, "/b")).isEqualTo(3);
			assertThat(lines(log, 0)).noneMatch(line -> new String(line, StandardCharsets.UTF_8).contains("refused"));
			assertThat(broken(log)).isEmpty();
			log.close();
			AuditLog next = start(own, MEGABYTE, 2, AppendedFile::open);
			assertThat(append(next, "/c")).isEqualTo(5);
			assertThat(broken(next)).isEmpty();
			assertThat(node(lines(next, 3).getFirst()).path("found").asString()).isEmpty();
		}
	}

	@Test
	void aDirectoryThatCannotBeMadeRefusesAndRecovers() throws IOException {
		Path blocked = directory.resolve("blocked");
		Files.writeString(blocked, "a file");
		AuditLog log = start(blocked, MEGABYTE, 2, AppendedFile::open);
		assertThatThrownBy(() -> append(log, "/a")).hasCauseInstanceOf(UnavailableException.class);
		Files.delete(blocked);
		assertThat(append(log, "/a")).isEqualTo(2);
	}

	@Test
	void afterItsEndNothingIsRecorded() {
		AuditLog log = start(MEGABYTE, 2);
		append(log, "/a");
		log.close();
		assertThatThrownBy(() -> append(log, "/b")).hasCauseInstanceOf(UnavailableException.class);
	}

	@Test
	void whatCameBeforeTheEndIsRecorded() {
		AuditLog log = start(MEGABYTE, 2);
		List<CompletableFuture<Long>> recorded = IntStream.range(0, 200)
			.mapToObj(i -> log.append(begun("/" + i)).toCompletableFuture())
			.toList();
		log.close();
		assertThat(recorded).allSatisfy(one -> assertThat(one).isCompleted());
	}

	@Test
	void refusalsAreCountedBeyondARate() {
		Instant[] now = { Instant.EPOCH };
		Refusals refusals = new Refusals(2, () -> now[0]);
		assertThat(IntStream.range(0, 5).mapToObj(i -> refusals.next().isPresent())).containsExactly(true, true, false,
				false, false);
		now[0] = now[0].plusSeconds(1);
		assertThat(refusals.next()).hasValue(3);
		assertThat(refusals.next()).hasValue(0);
	}

	private AuditLog start(long fileSize, int keep) {
		return start(fileSize, keep, AppendedFile::open);
	}

	private AuditLog start(long fileSize, int keep, Appending.Opening opening) {
		return start(directory, fileSize, keep, opening);
	}

	private AuditLog start(Path where, long fileSize, int keep, Appending.Opening opening) {
		AuditLog log = new AuditLog("node1", new AuditFiles(where, fileSize, keep,
				InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), json, opening));
		log.start();
		open.add(log);
		return log;
	}

	private static AuditEvent begun(String path) {
		return new AuditEvent.Begun(OPERATOR, "POST", path);
	}

	private static long append(AuditLog log, String path) {
		return log.append(begun(path)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	private List<AuditFile> files() throws IOException {
		return AuditFile.in(directory);
	}

	private static List<byte[]> lines(AuditLog log, long after) {
		List<byte[]> lines = new ArrayList<>();
		read(log, after, (line, follows) -> lines.add(line));
		return lines;
	}

	private static List<Long> numbers(AuditLog log) {
		return lines(log, 0).stream().map(line -> Chain.at(line).number()).toList();
	}

	private static List<Long> broken(AuditLog log) {
		List<Long> broken = new ArrayList<>();
		read(log, 0, (line, follows) -> follows || broken.add(Chain.at(line).number()));
		return broken;
	}

	private static void read(AuditLog log, long after, AuditFiles.Visitor visitor) {
		try {
			log.files().read(after, visitor);
		}
		catch (IOException failure) {
			throw new AssertionError(failure);
		}
	}

	private JsonNode node(byte[] line) {
		return json.readTree(line);
	}

	private enum Failure {

		NOTHING_STORED, HALF_STORED, ALL_STORED

	}

	/** A disk that is full at times. */
	private static final class Full {

		private final Failure failure;

		private volatile boolean full;

		Full(Failure failure) {
			this.failure = failure;
		}

		Appending over(Appending disk, Path file) {
			return new Appending() {

				@Override
				public void append(byte[] piece) throws IOException {
					if (!full) {
						disk.append(piece);
						return;
					}
					int stored = switch (failure) {
						case NOTHING_STORED -> 0;
						case HALF_STORED -> piece.length / 2;
						case ALL_STORED -> piece.length;
					};
					Files.write(file, java.util.Arrays.copyOf(piece, stored), StandardOpenOption.APPEND);
					throw new IOException("No space left on device");
				}

				@Override
				public long length() {
					return disk.length();
				}

				@Override
				public void close() throws IOException {
					disk.close();
				}

			};
		}

	}

	private record Counting(Appending file, AtomicInteger appends) implements Appending {

		@Override
		public void append(byte[] piece) throws IOException {
			appends.incrementAndGet();
			file.append(piece);
		}

		@Override
		public long length() {
			return file.length();
		}

		@Override
		public void close() throws IOException {
			file.close();
		}

	}

}
