package org.web3ecosystem.spi;

/**
 * The number of committed blocks on the ledger, the same on every replica for the same
 * prefix of history. Height 0 is the genesis state.
 *
 * @param number not negative
 */
public record Height(long number) implements Comparable<Height> {

	public static final Height GENESIS = new Height(0);

	public Height {
		if (number < 0) {
			throw new IllegalArgumentException("a height is not negative");
		}
	}

	public Height next() {
		return new Height(number + 1);
	}

	@Override
	public int compareTo(Height other) {
		return Long.compare(number, other.number);
	}

}
