package org.web3ecosystem.spi;

import java.util.List;

/**
 * A parameter of a request that is a whole number, as every REST interface here reads it.
 *
 * @param name as in the request
 * @param absent what it is if it is not given
 * @param least the smallest there may be, not negative
 * @param most the largest
 */
public record NumberParameter(String name, long absent, long least, long most) {

	/**
	 * The number among the values that a request has for it.
	 * @throws IllegalArgumentException unless it is absent or one number within the
	 * limits
	 */
	public long in(List<String> values) {
		if (values.isEmpty()) {
			return absent;
		}
		String text = String.valueOf(values.getFirst());
		if (values.size() == 1 && text.matches("[0-9]{1,18}") && Long.parseLong(text) >= least
				&& Long.parseLong(text) <= most) {
			return Long.parseLong(text);
		}
		throw new IllegalArgumentException("parameter '" + name + "' is one number from " + least + " to " + most);
	}

}
