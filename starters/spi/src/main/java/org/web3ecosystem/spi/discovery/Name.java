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

	/** Of all names. */
	public static final Name ROOT = new Name("");

	private static final int MAX_LABEL = 63;

	public Name {
		text = text.toLowerCase(Locale.ROOT);
		if (text.endsWith(".")) {
			text = text.substring(0, text.length() - 1);
		}
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a name has at most " + MAX_LENGTH + " characters");
		}
		if (!text.isEmpty() && !isName(text)) {
			throw new IllegalArgumentException("not a domain name: '" + text + "'");
		}
	}

	/** Labels of 1 to 63 printable characters each, with dots between. */
	private static boolean isName(String text) {
		int begin = 0;
		for (int i = 0; i <= text.length(); i++) {
			if (i == text.length() || text.charAt(i) == '.') {
				if (i == begin || i - begin > MAX_LABEL) {
					return false;
				}
				begin = i + 1;
			}
			else if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) {
				return false;
			}
		}
		return true;
	}

	/** Whether this name is {@code zone} or below it. */
	public boolean isWithin(Name zone) {
		int above = text.length() - zone.text.length();
		return zone.text.isEmpty()
				|| text.endsWith(zone.text) && (above == 0 || above > 0 && text.charAt(above - 1) == '.');
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
