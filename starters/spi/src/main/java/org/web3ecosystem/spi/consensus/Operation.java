package org.web3ecosystem.spi.consensus;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a proof bundle authorises. Of operations that are proven together each has a
 * bundle of its own, with one proof behind all.
 *
 * @param kind {@code <component>.<verb>}, such as {@code asset.register}
 * @param digest SHA-256 of the operation's bytes
 * @param critical whether the phase in which only critical operations need proofs counts
 * this one
 */
public record Operation(String kind, byte[] digest, boolean critical) {

	public Operation {
		digest = digest.clone();
		if (digest.length != 32) {
			throw new IllegalArgumentException("an operation's digest is SHA-256");
		}
	}

	@Override
	public byte[] digest() {
		return digest.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Operation that && kind.equals(that.kind) && critical == that.critical
				&& Arrays.equals(digest, that.digest);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(digest);
	}

	@Override
	public String toString() {
		return "Operation[" + kind + " " + HexFormat.of().formatHex(digest, 0, 4) + "]";
	}

}
