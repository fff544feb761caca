package org.web3ecosystem.spi;

import java.util.OptionalInt;

/**
 * Text that people wrote for people, and that shows what it says: without control
 * characters, and without those that cannot be seen and turn what stands around them
 * (Unicode TR 36, section 2.5; UAX 9 for the directions). The table is written down here
 * and not asked of the Java runtime, so that every replica of a ledger decides alike.
 */
public final class PlainText {

	/** First and last code point of each range. */
	private static final int[][] REFUSED = { //
			{ 0x0000, 0x001F }, { 0x007F, 0x009F }, // control
			{ 0x00AD, 0x00AD }, // soft hyphen
			{ 0x061C, 0x061C }, { 0x200E, 0x200F }, { 0x202A, 0x202E }, { 0x2066, 0x2069 }, // directions
			{ 0x180E, 0x180E }, { 0x200B, 0x200B }, { 0x2060, 0x2065 }, { 0x206A, 0x206F }, // nothing
																							// to
																							// see
			{ 0x2028, 0x2029 }, // line and paragraph
			{ 0xD800, 0xDFFF }, // half of a surrogate pair
			{ 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, // byte order, annotation
			{ 0xE0000, 0xE007F } }; // tags

	private PlainText() {
	}

	/** The first character that is not allowed, if there is one. */
	public static OptionalInt firstRefused(String text) {
		return text.codePoints().filter(PlainText::isRefused).findFirst();
	}

	/** Whether it cannot be seen and is not allowed. */
	public static boolean isRefused(int codePoint) {
		for (int[] range : REFUSED) {
			if (codePoint >= range[0] && codePoint <= range[1]) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Text as it is.
	 * @param what names it in the refusal
	 * @throws IllegalArgumentException naming the first character that is not allowed
	 */
	public static String require(String what, String text) {
		firstRefused(text).ifPresent(point -> {
			throw new IllegalArgumentException(what + " has a control or invisible character, U+%04X".formatted(point));
		});
		return text;
	}

	/**
	 * Text with a question mark for each character that is not allowed, for a terminal.
	 */
	public static String shown(String text) {
		StringBuilder plain = new StringBuilder(text.length());
		text.codePoints().map(point -> isRefused(point) ? '?' : point).forEach(plain::appendCodePoint);
		return plain.toString();
	}

}
