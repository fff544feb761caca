package org.web3ecosystem.stoq;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Inputs for decoders: valid ones with a few things wrong. The same seed gives the same
 * inputs; {@code -Dseed=} repeats a run, {@code -Dweb3.fuzz.inputs=} says how many.
 */
public final class Mutations {

	private static final int DEFAULT_INPUTS = 100_000;

	private static final int MOST_STEPS = 4;

	private static final int LONGEST_GROWTH = 64;

	/** Heads of CBOR items and edges of lengths. */
	private static final int[] TELLING = { 0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1f, 0x3b, 0x40, 0x5b, 0x5f, 0x60,
			0x7b, 0x7f, 0x80, 0x9b, 0x9f, 0xa0, 0xbb, 0xbf, 0xc0, 0xdb, 0xf4, 0xf6, 0xf7, 0xfb, 0xff };

	private final long seed;

	private final RandomGenerator random;

	private final List<byte[]> corpus;

	public Mutations(List<byte[]> corpus) {
		this(corpus, Long.getLong("seed", new SplittableRandom().nextLong()));
	}

	private Mutations(List<byte[]> corpus, long seed) {
		this.corpus = List.copyOf(corpus);
		this.seed = seed;
		this.random = new SplittableRandom(seed);
		System.out.println("seed " + seed);
	}

	/** How many inputs a test tries. */
	public static int inputs() {
		return Integer.getInteger("web3.fuzz.inputs", DEFAULT_INPUTS);
	}

	public long seed() {
		return seed;
	}

	/** Decides something about an input, in the same sequence. */
	public int choose(int bound) {
		return random.nextInt(bound);
	}

	/** One of the corpus with one to four things wrong. */
	public byte[] next() {
		byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
		int steps = 1 + random.nextInt(MOST_STEPS);
		for (int i = 0; i < steps && input.length > 0; i++) {
			input = step(input);
		}
		return input;
	}

	private byte[] step(byte[] input) {
		int at = random.nextInt(input.length);
		switch (random.nextInt(7)) {
			case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
			case 1 -> input[at] = (byte) random.nextInt(256);
			case 2 -> input[at] = (byte) TELLING[random.nextInt(TELLING.length)];
			case 3 -> {
				return Arrays.copyOf(input, at);
			}
			case 4 -> {
				return replace(input, at, 0, input, random.nextInt(input.length));
			}
			case 5 -> {
				return replace(input, at, random.nextInt(input.length - at) + 1, input, input.length);
			}
			default -> {
				byte[] other = corpus.get(random.nextInt(corpus.size()));
				return replace(input, at, random.nextInt(input.length - at), other, random.nextInt(other.length + 1));
			}
		}
		return input;
	}

	/** Puts a piece of another input in the place of some bytes. */
	private byte[] replace(byte[] input, int at, int removed, byte[] other, int from) {
		int added = Math.min(other.length - from, random.nextInt(LONGEST_GROWTH));
		byte[] result = new byte[input.length - removed + added];
		System.arraycopy(input, 0, result, 0, at);
		System.arraycopy(other, from, result, at, added);
		System.arraycopy(input, at + removed, result, at + added, input.length - at - removed);
		return result;
	}

}
