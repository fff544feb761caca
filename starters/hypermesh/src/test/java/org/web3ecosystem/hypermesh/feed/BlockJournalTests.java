package org.web3ecosystem.hypermesh.feed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BlockJournalTests {

	private static final FeedLimits LIMITS = new FeedLimits(1_000, 1 << 20, 4, Duration.ofSeconds(1));

	@TempDir
	private Path directory;

	@Test
	void aBlockIsReadAgainAfterARestartAndKeptOnce() throws IOException {
		BlockJournal journal = BlockJournal.open(directory, LIMITS);
		for (int height = 1; height <= 40; height++) {
			assertThat(journal.add(height, block(height))).isTrue();
		}

		BlockJournal again = BlockJournal.open(directory, LIMITS);

		assertThat(again.add(40, new byte[] { 9 })).isFalse();
		assertThat(again.add(41, block(41))).isTrue();
		assertThat(heights(again, 1)).containsExactlyElementsOf(Stream.iterate(1L, n -> n + 1).limit(41).toList());
		assertThat(again.missing(1)).isEqualTo(42);
	}

	@Test
	void whatATornEndLeavesIsAPrefixAtEveryByte() throws IOException {
		BlockJournal journal = BlockJournal.open(directory, LIMITS);
		for (int height = 1; height <= 4; height++) {
			journal.add(height, block(height));
		}
		Path file = onlyFile();
		byte[] whole = Files.readAllBytes(file);
		for (int length = 0; length <= whole.length; length++) {
			Files.write(file, java.util.Arrays.copyOf(whole, length));

			BlockJournal torn = BlockJournal.open(directory, LIMITS);

			long last = torn.last().orElse(0);
			assertThat(heights(torn, 1)).as("cut at " + length).hasSize((int) last);
			assertThat(last).isEqualTo(wholeBlocks(length));
			torn.add(last + 1, block((int) last + 1));
			assertThat(BlockJournal.open(directory, LIMITS).read(last + 1, 1)).as("cut at " + length)
				.containsExactly(block((int) last + 1));
			Files.list(directory).forEach(BlockJournalTests::delete);
		}
	}

	private static long wholeBlocks(int length) {
		int at = 8;
		long blocks = 0;
		while (blocks < 4 && at + 8 + block((int) blocks + 1).length <= length) {
			blocks++;
			at += 8 + block((int) blocks).length;
		}
		return blocks;
	}

	@Test
	void aFlippedBitAnywhereIsNeverReadAsABlock() throws IOException {
		BlockJournal journal = BlockJournal.open(directory, LIMITS);
		for (int height = 1; height <= 4; height++) {
			journal.add(height, block(height));
		}
		Path file = onlyFile();
		byte[] whole = Files.readAllBytes(file);
		for (int bit = 0; bit < 8 * whole.length; bit++) {
			byte[] wrong = whole.clone();
			wrong[bit / 8] ^= (byte) (1 << (bit % 8));
			Files.write(file, wrong);

			BlockJournal damaged = BlockJournal.open(directory, LIMITS);

			long last = damaged.last().orElse(0);
			assertThat(last).as("bit " + bit).isLessThan(4);
			for (long height = 1; height <= last; height++) {
				assertThat(damaged.read(height, 1)).as("bit " + bit).containsExactly(block((int) height));
			}
		}
	}

	@Test
	void aGapIsSaidAndCanBeFilled() throws IOException {
		BlockJournal journal = BlockJournal.open(directory, LIMITS);
		journal.add(1, block(1));
		journal.add(5, block(5));

		assertThat(journal.next(2)).hasValue(5);
		assertThat(journal.missing(1)).isEqualTo(2);
		journal.add(3, block(3));
		journal.add(2, block(2));
		journal.add(4, block(4));

		assertThat(heights(BlockJournal.open(directory, LIMITS), 1)).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void theOldestAreLetGoAndDoNotComeBack() throws IOException {
		FeedLimits few = new FeedLimits(100, 1 << 20, 4, Duration.ofSeconds(1));
		BlockJournal journal = BlockJournal.open(directory, few);
		for (int height = 1; height <= 1_000; height++) {
			journal.add(height, block(height));
			assertThat(journal.blocks()).isLessThanOrEqualTo(100);
		}

		assertThat(journal.first().orElseThrow()).isBetween(901L, 910L);
		assertThat(journal.last()).hasValue(1_000);
		assertThat(journal.add(3, block(3))).isFalse();
		assertThat(BlockJournal.open(directory, few).add(3, block(3))).isFalse();
	}

	@Test
	void theDiskIsBounded() throws IOException {
		FeedLimits small = new FeedLimits(1_000_000, 1 << 20, 4, Duration.ofSeconds(1));
		BlockJournal journal = BlockJournal.open(directory, small);
		for (int height = 1; height <= 300; height++) {
			journal.add(height, new byte[10_000]);
			assertThat(journal.bytes()).isLessThanOrEqualTo(1 << 20);
		}
		long disk = 0;
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				disk += Files.size(file);
			}
		}
		assertThat(disk).isEqualTo(journal.bytes());
	}

	@Test
	void whatItHasIsWhatAMapWouldHaveWhateverIsCutOff() throws IOException {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		TreeMap<Long, byte[]> expected = new TreeMap<>();
		BlockJournal journal = BlockJournal.open(directory, LIMITS);
		for (int i = 0; i < 400; i++) {
			long height = 1 + random.nextInt(60);
			byte[] block = new byte[1 + random.nextInt(200)];
			random.nextBytes(block);
			if (journal.add(height, block)) {
				expected.put(height, block);
			}
			if (random.nextInt(20) == 0) {
				tear(random, expected);
				journal = BlockJournal.open(directory, LIMITS);
			}
			for (long each = 1; each <= 60; each++) {
				assertThat(journal.has(each)).as("seed " + seed + " height " + each)
					.isEqualTo(expected.containsKey(each));
			}
		}
		for (var each : expected.entrySet()) {
			assertThat(journal.read(each.getKey(), 1)).as("seed " + seed).containsExactly(each.getValue());
		}
	}

	/** Cuts a file somewhere in its last record, as a crash does. */
	private void tear(Random random, TreeMap<Long, byte[]> expected) throws IOException {
		List<Path> files;
		try (Stream<Path> all = Files.list(directory)) {
			files = all.sorted().toList();
		}
		Path file = files.get(random.nextInt(files.size()));
		long first = Long.parseLong(file.getFileName().toString().substring(0, 20));
		long last = first;
		long end = 8 + 8 + expected.get(first).length;
		while (end < Files.size(file)) {
			last++;
			end += 8 + expected.get(last).length;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(end - 1 - random.nextInt(expected.get(last).length + 8));
		}
		expected.remove(last);
	}

	private static List<Long> heights(BlockJournal journal, long from) throws IOException {
		List<Long> heights = new ArrayList<>();
		for (long height = from; journal.has(height); height++) {
			assertThat(journal.read(height, 1)).containsExactly(block((int) height));
			heights.add(height);
		}
		return heights;
	}

	private Path onlyFile() throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.findFirst().orElseThrow();
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException failed) {
			throw new java.io.UncheckedIOException(failed);
		}
	}

	private static byte[] block(int height) {
		byte[] block = new byte[5 + height % 7];
		new Random(height).nextBytes(block);
		return block;
	}

}
