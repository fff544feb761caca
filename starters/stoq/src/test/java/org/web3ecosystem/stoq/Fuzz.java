package org.web3ecosystem.stoq;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Gives a decoder inputs with something wrong, and counts what it makes of them. */
public final class Fuzz {

	private final Set<Class<? extends RuntimeException>> expected;

	private long refused;

	private long read;

	private Fuzz(Set<Class<? extends RuntimeException>> expected) {
		this.expected = expected;
	}

	/**
	 * Each is read or refused in the words that the decoder's callers expect; both occur.
	 * @param corpus valid ones
	 * @param expected exactly these exceptions
	 */
	public static void of(List<byte[]> corpus, Consumer<byte[]> decoder,
			Set<Class<? extends RuntimeException>> expected) {
		corpus.forEach(decoder);
		Mutations mutations = new Mutations(corpus);
		Fuzz fuzz = new Fuzz(expected);
		for (int i = 0; i < Mutations.inputs(); i++) {
			byte[] input = mutations.next();
			try {
				fuzz.feed(decoder, input);
			}
			catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
				fail("input " + i + " of seed " + mutations.seed() + ": " + HexFormat.of().formatHex(input), broken);
			}
		}
		System.out.println("inputs " + Mutations.inputs() + " refused " + fuzz.refused + " read " + fuzz.read);
		assertThat(fuzz.refused).isPositive();
		assertThat(fuzz.read).isPositive();
	}

	private void feed(Consumer<byte[]> decoder, byte[] input) {
		try {
			decoder.accept(input);
			read++;
		}
		catch (RuntimeException refusal) {
			if (!expected.contains(refusal.getClass())) {
				throw refusal;
			}
			refused++;
		}
	}

}
