package org.web3ecosystem.spi;

import java.util.regex.Pattern;

/**
 * The name of one federation's history. It is part of everything that is signed, so
 * nothing signed for one federation means anything in another.
 *
 * @param value {@code <federation>-<16 hexadecimal digits>}, drawn once at genesis
 */
public record ChainId(String value) {

	private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}-[0-9a-f]{16}");

	public ChainId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"a chain id is <federation>-<16 hexadecimal digits>, not '" + value + "'");
		}
	}

	@Override
	public String toString() {
		return value;
	}

}
