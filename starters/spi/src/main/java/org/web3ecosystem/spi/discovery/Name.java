package org.web3ecosystem.spi.discovery;

import java.util.Locale;

/**
 * A fully qualified domain name in lower case without the trailing dot (RFC 1035, RFC
 * 4343). The root is the empty name.
 *
 * @param text labels of 1 to 63 printable ASCII characters, at most 253 in all
 */
public record Name(String text) implements Comparable<Name> {

	public static final int MAX_LENGTH = 253;

	public Name {
		text = text.toLowerCase(Locale.ROOT);
		if (text.endsWith(".")) {
			text = text.substring(0, text.length() - 1);
		}
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a name has at most " + MAX_LENGTH + " characters");
		}
		if (!text.isEmpty()) {
			for (String label : text.split("\\.", -1)) {
				if (label.isEmpty() || label.length() > 63 || !label.chars().allMatch(c -> c > ' ' && c < 127)) {
					throw new IllegalArgumentException("not a domain name: '" + text + "'");
				}
			}
		}
	}

	/** Whether this name is {@code zone} or below it. */
	public boolean isWithin(Name zone) {
		return zone.text.isEmpty() || text.equals(zone.text) || text.endsWith("." + zone.text);
	}

	/** {@code label.this}. */
	public Name child(String label) {
		return new Name(text.isEmpty() ? label : label + "." + text);
	}

	@Override
	public int compareTo(Name other) {
		return text.compareTo(other.text);
	}

	@Override
	public String toString() {
		return text.isEmpty() ? "." : text;
	}

}
