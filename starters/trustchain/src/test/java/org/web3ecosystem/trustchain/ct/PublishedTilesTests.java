package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a log shows as files, and what lies there when it is opened. */
class PublishedTilesTests {

	private static final String ORIGIN = "node1.node.local.internal/log";

	private static final NodeId NODE = NodeKey.generate().id();

	@TempDir
	private Path home;

	private Path directory;

	private Path files;

	private TransparencyLog log;

	private PublishedTiles tiles;

	@BeforeEach
	void open() {
		directory = home.resolve("log");
		files = directory.resolve("public");
		log = TransparencyLog.open(directory, ORIGIN);
		tiles = new PublishedTiles(new TileDirectory(files));
	}

	@AfterEach
	void close() {
		log.close();
	}

	@Test
	void everyTreeThatWasSignedForHasItsTiles() throws IOException {
		for (int size : new int[] { 1, 2, 5, 200, 256, 257, 300, 512, 513 }) {
			grow(size);
			Checkpoint shown = Checkpoint.verified(text(tiles.checkpoint().orElseThrow()), log.key().publicKey());
			assertThat(shown).isEqualTo(log.checkpoint());
			assertThat(rootFromTiles(size)).as("of %s", size).isEqualTo(shown.root());
		}
		for (int earlier : new int[] { 1, 2, 5, 200, 255, 256, 257, 300, 500 }) {
			assertThat(Proofs.consistent(earlier, rootFromTiles(earlier), 513, log.checkpoint().root(),
					log.consistency(earlier, 513)))
				.as("of %s, later", earlier)
				.isTrue();
		}
		assertThat(tiles.tile("tile/0/002.p/2")).as("beyond the log").isEmpty();
		assertThat(tiles.tile("tile/1/000.p/2")).hasValueSatisfying(tile -> assertThat(tile).hasSize(64));
		assertThat(files.resolve("tile/0/000.p")).as("cleared away").isEmptyDirectory();
	}

	@Test
	void dataTilesHoldTheEntries() throws IOException {
		grow(260);
		log.append(new Submission(new SignedEntry.Precert(new byte[32], new byte[] { 7 }), Purpose.SERVER, NODE,
				new byte[] { 8, 9 }, List.of(new byte[] { 1 }), false))
			.toCompletableFuture()
			.join();

		ByteBuffer in = ByteBuffer.wrap(tiles.tile("tile/data/001.p/5").orElseThrow());
		for (int index = 256; index < 261; index++) {
			LogEntry entry = log.entry(index).orElseThrow();
			assertThat(in.getLong()).isEqualTo(entry.timestamp().toEpochMilli());
			assertThat(SignedEntry.read(in.getShort(), in)).isEqualTo(entry.stamped().entry());
			assertThat(Vectors.read16(in)).isEqualTo(entry.stamped().extensions());
			if (index == 260) {
				assertThat(Vectors.read24(in)).isEqualTo(new byte[] { 8, 9 });
			}
			assertThat(Vectors.read16(in)).isEqualTo(Digest.sha256(new byte[] { 1 }));
		}
		assertThat(in.hasRemaining()).isFalse();
		assertThat(tiles.tile("tile/data/001.p/4").orElseThrow())
			.isEqualTo(Arrays.copyOf(in.array(), TileLeaf.first(in.array(), 4).length));
		assertThat(tiles.issuer(Digest.hex(new byte[] { 1 }))).contains(new byte[] { 1 });
	}

	@ParameterizedTest
	@ValueSource(strings = { "tile/0/0", "tile/0/0000", "tile/6/000", "tile/00/000", "tile/-1/000", "tile/0/000.p/0",
			"tile/0/000.p/256", "tile/0/000.p/01", "tile/0/x000/000", "tile/0/001/000", "tile/entries/000",
			"tile/0/000/", "tile/0/000.p/", "tile/../key.pem", "checkpoint", "", "tile/0/x000/x000/000",
			"tile/data/000.p/999" })
	void whatIsNoTilesPathHasNoTile(String path) throws IOException {
		grow(300);

		assertThat(tiles.tile(path)).isEmpty();
		assertThat(tiles.issuer(path)).isEmpty();
	}

	@Test
	void theNumberOfATileHasThreeDigitsToAnElement() {
		assertThat(new TilePath(0, 1234, 256)).hasToString("tile/0/x001/234");
		assertThat(TilePath.parse("tile/data/x001/234.p/7")).contains(new TilePath(TilePath.DATA, 1234, 7));
	}

	@Test
	void whatIsMissingIsWrittenAgain() throws IOException {
		grow(300);
		log.close();
		delete(files.resolve("tile"));
		Files.delete(files.resolve("checkpoint"));

		log = TransparencyLog.open(directory, ORIGIN);

		assertThat(rootFromTiles(300)).isEqualTo(log.checkpoint().root());
		assertThat(tiles.tile("tile/data/000")).isPresent();
		assertThat(text(tiles.checkpoint().orElseThrow())).isEqualTo(log.note());
	}

	@Test
	void anyFlippedBitInAnyFileIsRefused() throws IOException {
		grow(258);
		log.close();
		for (Path file : all(files).filter(each -> !each.toString().contains("issuer")).toList()) {
			byte[] whole = Files.readAllBytes(file);
			for (int position = 0; position < whole.length; position += 1 + whole.length / 5) {
				byte[] damaged = whole.clone();
				damaged[position] ^= 1;
				Files.write(file, damaged);
				assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).as("%s at %s", file, position)
					.isInstanceOf(LogException.class)
					.hasMessageContaining("delete the directory 'public'");
			}
			Files.write(file, Arrays.copyOf(whole, whole.length / 2));
			assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).as("%s, cut", file)
				.isInstanceOf(LogException.class);
			Files.write(file, whole);
		}
		log = TransparencyLog.open(directory, ORIGIN);
	}

	@Test
	void aLogThatWasPutBackBehindWhatItPublishedIsRefused() throws IOException {
		grow(3);
		log.close();
		Path earlier = home.resolve("earlier");
		copy(directory, earlier);
		log = TransparencyLog.open(directory, ORIGIN);
		grow(5);
		log.close();
		for (String file : List.of("entries", "checkpoint", "certificates")) {
			Files.copy(earlier.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}

		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
			.hasMessageContaining("has 3 entries, but a checkpoint of 5 was published");
	}

	@Test
	void aLogThatIsForkedFromWhatItPublishedIsRefused() throws IOException {
		grow(3);
		log.close();
		Path fork = home.resolve("fork");
		copy(directory, fork);
		log = TransparencyLog.open(fork, ORIGIN);
		append(7001);
		append(7002);
		log.close();
		log = TransparencyLog.open(directory, ORIGIN);
		grow(4);
		log.close();
		for (String file : List.of("entries", "checkpoint", "certificates")) {
			Files.copy(fork.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}

		assertThatThrownBy(() -> TransparencyLog.open(directory, ORIGIN)).isInstanceOf(LogException.class)
			.hasMessageContaining("not those that were published");
	}

	@Test
	void whatCouldNotBeSignedForIsNotShown() throws IOException {
		grow(255);
		Path obstacle = files.resolve("tile/0/000.tmp");
		Files.createDirectories(obstacle.resolve("x"));
		assertThat(log.append(entry(9000)).toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
		assertThat(tiles.tile("tile/data/000")).as("written before the other failed").isEmpty();
		assertThat(log.size()).isEqualTo(255);
		delete(obstacle);

		grow(258);

		assertThat(rootFromTiles(258)).isEqualTo(log.checkpoint().root());
		assertThat(rootFromTiles(256)).isEqualTo(rootOf(256));
		log.close();
		log = TransparencyLog.open(directory, ORIGIN);
		assertThat(log.size()).isEqualTo(258);
	}

	/** As a reader would: only from tiles. */
	private byte[] rootFromTiles(int size) throws IOException {
		List<byte[]> hashes = new ArrayList<>();
		for (int begin = 0; begin < size; begin += 256) {
			int width = Math.min(256, size - begin);
			String path = "tile/0/%03d".formatted(begin / 256) + ((width < 256) ? ".p/" + width : "");
			byte[] tile = tiles.tile(path).orElseThrow(() -> new AssertionError(path));
			assertThat(tile).hasSize(32 * width);
			for (int i = 0; i < width; i++) {
				hashes.add(Arrays.copyOfRange(tile, 32 * i, 32 * i + 32));
			}
		}
		return root(hashes);
	}

	private byte[] rootOf(int size) {
		List<byte[]> hashes = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			hashes.add(MerkleTree.leafHash(log.entry(i).orElseThrow().leafInput()));
		}
		return root(hashes);
	}

	/** RFC 6962, section 2.1, word for word. */
	private static byte[] root(List<byte[]> hashes) {
		if (hashes.size() == 1) {
			return hashes.getFirst();
		}
		int split = Integer.highestOneBit(hashes.size() - 1);
		return Digest.sha256(new byte[] { 1 }, root(hashes.subList(0, split)),
				root(hashes.subList(split, hashes.size())));
	}

	private void grow(int size) {
		List<CompletableFuture<TransparencyLog.Logged>> all = new ArrayList<>();
		for (int i = log.size(); i < size; i++) {
			all.add(log.append(entry(i)).toCompletableFuture());
		}
		all.forEach(CompletableFuture::join);
	}

	private void append(int number) {
		log.append(entry(number)).toCompletableFuture().join();
	}

	private static Submission entry(int number) {
		return Submission.certificate(("certificate " + number).getBytes(StandardCharsets.UTF_8), Purpose.NODE, NODE,
				List.of(new byte[] { 1 }));
	}

	private static String text(byte[] note) {
		return new String(note, StandardCharsets.UTF_8);
	}

	private static Stream<Path> all(Path directory) throws IOException {
		try (Stream<Path> walked = Files.walk(directory)) {
			return walked.filter(Files::isRegularFile).toList().stream();
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> walked = Files.walk(directory)) {
			for (Path each : walked.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(each);
			}
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		for (Path file : all(from).toList()) {
			Path target = to.resolve(from.relativize(file));
			Files.createDirectories(target.getParent());
			Files.copy(file, target);
		}
	}

}
