package org.web3ecosystem.spi.cbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/** Laws of the codec over drawn items; {@code -Dseed=} repeats a run. */
class CborGeneratedTests {

	private static final int LIMIT = 1 << 20;

	private final long seed = Long.getLong("seed", new SplittableRandom().nextLong());

	private final RandomGenerator random = new SplittableRandom(seed);

	@BeforeEach
	void printSeed() {
		System.out.println("seed " + seed);
	}

	@Test
	void whatWasWrittenIsReadAndWrittenAgainTheSame() {
		for (int i = 0; i < 2000; i++) {
			Cbor item = item(0);
			byte[] encoded = item.encode();
			assertThat(Cbor.decode(encoded, LIMIT)).as("seed %d", seed).isEqualTo(item);
			assertThat(Cbor.decode(encoded, LIMIT).encode()).as("seed %d", seed).isEqualTo(encoded);
		}
	}

	@Test
	void everyTruncationIsRefused() {
		for (int i = 0; i < 200; i++) {
			byte[] encoded = item(0).encode();
			for (int length = 0; length < encoded.length; length++) {
				byte[] truncated = Arrays.copyOf(encoded, length);
				assertThatExceptionOfType(CborException.class).as("seed %d", seed)
					.isThrownBy(() -> Cbor.decode(truncated, LIMIT));
			}
		}
	}

	@Test
	void anyBytesAreReadAsTheirOneSpellingOrRefused() {
		for (int i = 0; i < 50_000; i++) {
			byte[] input = new byte[random.nextInt(40)];
			random.nextBytes(input);
			readOrRefused(input);
		}
	}

	@Test
	void aFlippedBitIsAnotherValueOrRefused() {
		for (int i = 0; i < 300; i++) {
			Cbor item = item(0);
			byte[] encoded = item.encode();
			for (int bit = 0; bit < Math.min(encoded.length, 64) * 8; bit++) {
				byte[] flipped = encoded.clone();
				flipped[bit / 8] ^= (byte) (1 << bit % 8);
				if (readOrRefused(flipped) instanceof Cbor read) {
					assertThat(read).as("seed %d", seed).isNotEqualTo(item);
				}
			}
		}
	}

	private @Nullable Cbor readOrRefused(byte[] input) {
		try {
			Cbor read = Cbor.decode(input, LIMIT);
			assertThat(read.encode()).as("seed %d", seed).isEqualTo(input);
			return read;
		}
		catch (CborException refused) {
			return null;
		}
		catch (RuntimeException escaped) {
			return fail("seed " + seed, escaped);
		}
	}

	private Cbor item(int depth) {
		return switch (random.nextInt(depth < 5 ? 6 : 4)) {
			case 0 -> Cbor.of(random.nextLong() >> random.nextInt(64));
			case 1 -> Cbor.of(random.nextBoolean());
			case 2 -> {
				byte[] content = new byte[random.nextInt(300)];
				random.nextBytes(content);
				yield Cbor.of(content);
			}
			case 3 -> Cbor.of(text());
			case 4 -> {
				List<Cbor> items = new ArrayList<>();
				for (int i = random.nextInt(6); i > 0; i--) {
					items.add(item(depth + 1));
				}
				yield Cbor.of(items);
			}
			default -> {
				LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>();
				for (int i = random.nextInt(6); i > 0; i--) {
					entries.put(text(), item(depth + 1));
				}
				yield new Cbor.Struct(entries);
			}
		};
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(30); i > 0; i--) {
			int point = random.nextInt(Character.MAX_CODE_POINT + 1) >> random.nextInt(21);
			text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
		}
		return text.toString();
	}

}
