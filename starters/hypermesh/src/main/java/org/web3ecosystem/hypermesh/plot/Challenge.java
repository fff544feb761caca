package org.web3ecosystem.hypermesh.plot;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

import org.web3ecosystem.hypermesh.state.Sha256;

/**
 * Which labels of a plot are to be shown.
 *
 * @param seed 32 bytes that nobody could foresee
 */
public record Challenge(byte[] seed) {

	/** How many labels are computed anew, each from two that are shown. */
	static final int PLACES = 10;

	public Challenge {
		seed = seed.clone();
		if (seed.length != Sha256.LENGTH) {
			throw new IllegalArgumentException("a challenge is SHA-256");
		}
	}

	/** From 1 to the last. */
	long[] places(int depth) {
		return IntStream.range(0, PLACES)
			.mapToLong(i -> ByteBuffer.wrap(Sha256.of(seed, new byte[] { (byte) i })).getLong())
			.map(drawn -> 1 + Long.remainderUnsigned(drawn, (1L << depth) - 1))
			.toArray();
	}

}
