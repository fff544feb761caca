package org.web3ecosystem.spi.consensus;

import java.util.Arrays;
import java.util.Set;

/**
 * Proofs that one key may do one operation on one chain.
 *
 * @param encoded the proofs as they travel; their form belongs to the provider
 * @param present which of the four are in it
 */
public record ProofBundle(byte[] encoded, Set<ProofKind> present) {

	/** The largest bundle anyone looks at, in bytes. */
	public static final int MAX_BYTES = 64 * 1024;

	public ProofBundle {
		if (encoded.length > MAX_BYTES) {
			throw new IllegalArgumentException("a proof bundle has at most " + MAX_BYTES + " bytes");
		}
		encoded = encoded.clone();
		present = Set.copyOf(present);
	}

	@Override
	public byte[] encoded() {
		return encoded.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ProofBundle that && present.equals(that.present)
				&& Arrays.equals(encoded, that.encoded);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(encoded);
	}

}
