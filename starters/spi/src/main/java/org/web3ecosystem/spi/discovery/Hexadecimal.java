package org.web3ecosystem.spi.discovery;

/** Bytes that are kept as text, so that two of the same content are the same. */
final class Hexadecimal {

	private Hexadecimal() {
	}

	/**
	 * How many bytes it is.
	 * @throws IllegalArgumentException if it is not pairs of lower-case digits
	 */
	static int length(String text) {
		if (text.length() % 2 != 0 || !text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
			throw new IllegalArgumentException("not pairs of lower-case hexadecimal digits");
		}
		return text.length() / 2;
	}

}
