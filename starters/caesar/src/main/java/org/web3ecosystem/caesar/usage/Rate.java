package org.web3ecosystem.caesar.usage;

import java.math.BigInteger;

/**
 * What byte-seconds earn, as a fraction of whole numbers.
 *
 * @param units so many units
 * @param byteSeconds for so many byte-seconds
 */
public record Rate(long units, long byteSeconds) {

	public Rate {
		if (units < 0 || byteSeconds < 1) {
			throw new IllegalArgumentException("a rate is not negative");
		}
	}

	/**
	 * What is earned.
	 *
	 * @param units at most {@link Long#MAX_VALUE}
	 * @param remainder what is left of less than a unit, for the next time
	 */
	record Earned(long units, long remainder) {
	}

	/** Rounded down; {@code remainder} is what was left the last time. */
	Earned earned(long used, long remainder) {
		BigInteger[] parts = BigInteger.valueOf(used)
			.multiply(BigInteger.valueOf(units))
			.add(BigInteger.valueOf(remainder))
			.divideAndRemainder(BigInteger.valueOf(byteSeconds));
		return new Earned(parts[0].min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact(), parts[1].longValueExact());
	}

}
