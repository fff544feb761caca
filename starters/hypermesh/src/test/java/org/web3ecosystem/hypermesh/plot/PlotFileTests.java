package org.web3ecosystem.hypermesh.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A plot on disk, and what is shown of it. */
class PlotFileTests {

	private static final ChainId CHAIN = new ChainId("local-0123456789abcdef");

	private static final NodeId NODE = NodeKey.generate().id();

	@TempDir
	private Path directory;

	private PlotFile write(String name, NodeId node, int depth) {
		return PlotFile.openOrWrite(directory.resolve(name), CHAIN, node, depth, () -> false);
	}

	private static Challenge challenge(Random random) {
		byte[] seed = new byte[32];
		random.nextBytes(seed);
		return new Challenge(seed);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 6, 9, 15 })
	void whatIsShownIsInThePlot(int depth) {
		Random random = new Random(depth);
		try (PlotFile file = write("plot", NODE, depth)) {
			for (int i = 0; i < 200; i++) {
				Challenge challenge = challenge(random);
				assertThatCode(() -> file.open(challenge).verify(file.plot(), CHAIN, challenge))
					.doesNotThrowAnyException();
			}
		}
	}

	@Test
	void theSameNodeWritesTheSamePlot() {
		try (PlotFile first = write("first", NODE, 10); PlotFile second = write("second", NODE, 10)) {
			assertThat(second.plot()).isEqualTo(first.plot());
			assertThat(write("third", NodeKey.generate().id(), 10).plot()).isNotEqualTo(first.plot());
			assertThat(first.plot().bytes()).isEqualTo(32 * 1024);
		}
	}

	@Test
	void whatIsBegunAndNotNeededIsDeleted() {
		int[] looks = { 0 };

		assertThatExceptionOfType(PlotException.class)
			.isThrownBy(() -> PlotFile.openOrWrite(directory.resolve("plot"), CHAIN, NODE, 14, () -> ++looks[0] == 2));

		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void aWholePlotIsNotWrittenAgain() throws IOException {
		write("plot", NODE, 10).close();
		Path file = directory.resolve("plot");
		Object before = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
		write("plot", NODE, 10).close();

		assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isEqualTo(before);
	}

	@Test
	void aDamagedOrForeignPlotIsWrittenAgain() throws IOException {
		Plot right;
		try (PlotFile file = write("plot", NODE, 10)) {
			right = file.plot();
		}
		Path place = directory.resolve("plot");
		byte[] whole = Files.readAllBytes(place);
		Random random = new Random(3);
		for (int i = 0; i < 40; i++) {
			byte[] damaged = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
			int at = i % 4 == 1 ? random.nextInt(90) : 512 + random.nextInt(whole.length - 512);
			if (at < damaged.length) {
				damaged[at] ^= (byte) (1 << random.nextInt(8));
			}
			Files.write(place, damaged);
			try (PlotFile file = write("plot", NODE, 10)) {
				assertThat(file.plot()).isEqualTo(right);
				assertThat(Files.readAllBytes(place)).isEqualTo(whole);
			}
		}
		NodeId other = NodeKey.generate().id();
		try (PlotFile file = write("plot", other, 10)) {
			assertThat(file.plot().owner()).isEqualTo(other);
		}
		try (PlotFile file = write("plot", other, 11)) {
			assertThat(file.plot().depth()).isEqualTo(11);
		}
	}

	@Test
	void whoClosesIsNotKeptWaiting() {
		assertThatExceptionOfType(PlotException.class)
			.isThrownBy(() -> PlotFile.openOrWrite(directory.resolve("plot"), CHAIN, NODE, 20, () -> true));
		assertThat(directory.resolve("plot")).doesNotExist();
	}

	@Test
	void anotherChallengePlotChainOrBitIsRefused() {
		Random random = new Random(4);
		try (PlotFile file = write("plot", NODE, 9); PlotFile foreign = write("other", NodeKey.generate().id(), 9)) {
			Challenge challenge = challenge(random);
			Opening shown = file.open(challenge);

			refused(shown, file.plot(), challenge(random));
			refused(shown, foreign.plot(), challenge);
			refused(foreign.open(challenge), file.plot(), challenge);
			assertThatExceptionOfType(PlotException.class)
				.isThrownBy(() -> shown.verify(file.plot(), new ChainId("local-fedcba9876543210"), challenge));
			for (int bit = 0; bit < 8 * shown.labels().length; bit++) {
				byte[] flipped = flipped(shown.labels(), bit);
				refused(new Opening(flipped, shown.hashes()), file.plot(), challenge);
			}
			for (int bit = 0; bit < 8 * shown.hashes().length; bit++) {
				refused(new Opening(shown.labels(), flipped(shown.hashes(), bit)), file.plot(), challenge);
			}
		}
	}

	@Test
	void hashesTooManyOrTooFewAreRefused() {
		try (PlotFile file = write("plot", NODE, 9)) {
			Challenge challenge = challenge(new Random(5));
			Opening shown = file.open(challenge);
			for (int length = 0; length <= Opening.MAX_BYTES; length += 32) {
				if (length != shown.hashes().length && length <= 32 * 30 * Plot.MAX_DEPTH) {
					refused(new Opening(shown.labels(), Arrays.copyOf(shown.hashes(), length)), file.plot(), challenge);
				}
			}
			assertThatExceptionOfType(CborException.class)
				.isThrownBy(() -> new Opening(shown.labels(), new byte[Opening.MAX_BYTES + 32]));
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> new Opening(shown.labels(), new byte[31]));
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> new Opening(new byte[32], new byte[32]));
		}
	}

	/** A tree over labels that are none: whoever shows them is found out. */
	@Test
	void labelsThatDoNotFollowFromEachOtherAreRefused() throws IOException {
		try (PlotFile honest = write("plot", NODE, 9); PlotFile other = write("cheap", NodeKey.generate().id(), 9)) {
			Challenge challenge = challenge(new Random(6));
			Plot claimed = new Plot(NODE, 9, other.plot().root());

			refused(other.open(challenge), claimed, challenge);
			assertThat(honest.plot()).isNotEqualTo(claimed);
		}
	}

	private static byte[] flipped(byte[] bytes, int bit) {
		bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
		return bytes;
	}

	private static void refused(Opening shown, Plot plot, Challenge challenge) {
		assertThatExceptionOfType(PlotException.class).isThrownBy(() -> shown.verify(plot, CHAIN, challenge));
	}

	@Test
	void placesAreInThePlotAndBehindTheFirst() {
		Random random = new Random(7);
		for (int i = 0; i < 2_000; i++) {
			int depth = random.nextInt(Plot.MIN_DEPTH, Plot.MAX_DEPTH + 1);
			assertThat(Arrays.stream(challenge(random).places(depth)).boxed()).hasSize(10)
				.allSatisfy(place -> assertThat(place).isBetween(1L, (1L << depth) - 1));
		}
	}

	@Test
	void noPlotIsSmallerOrLargerThanItMayBe() {
		for (int depth : new int[] { -1, 0, 4, 26, 63 }) {
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> new Plot(NODE, depth, new byte[32]));
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> Plot.depth(depth));
		}
		assertThat(PlotFile.depth(16 << 20)).isEqualTo(19);
		assertThat(PlotFile.depth((32 << 20) - 1)).isEqualTo(19);
		assertThat(PlotFile.depth(1 << 30)).isEqualTo(Plot.MAX_DEPTH);
		assertThat(PlotFile.depth(1 << 20)).isEqualTo(PlotModule.LEAST_DEPTH);
	}

}
