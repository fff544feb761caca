package org.web3ecosystem.caesar.ledger;

import java.util.HexFormat;

/**
 * 128 bits in 32 lower-case hexadecimal digits. Those below 2^64 are the ledger's own:
 * nobody else can take one, so nobody can stand in its way.
 */
final class Id128 {

	static final int BYTES = 16;

	private static final String OWN = "0".repeat(BYTES);

	private Id128() {
	}

	static void require(String hex) {
		if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
			throw new IllegalArgumentException("an id is 32 lower-case hexadecimal digits");
		}
	}

	static String own(long number) {
		return OWN + HexFormat.of().toHexDigits(number);
	}

	static boolean isOwn(String hex) {
		return hex.startsWith(OWN);
	}

}
