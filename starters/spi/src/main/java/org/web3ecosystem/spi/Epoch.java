package org.web3ecosystem.spi;

/**
 * The number of a validator roster. Genesis is epoch 0; each ordered roster change adds
 * one.
 *
 * @param number not negative
 */
public record Epoch(long number) implements Comparable<Epoch> {

	public static final Epoch GENESIS = new Epoch(0);

	public Epoch {
		if (number < 0) {
			throw new IllegalArgumentException("an epoch is not negative");
		}
	}

	public Epoch next() {
		return new Epoch(number + 1);
	}

	@Override
	public int compareTo(Epoch other) {
		return Long.compare(number, other.number);
	}

}
