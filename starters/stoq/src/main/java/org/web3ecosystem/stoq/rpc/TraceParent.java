package org.web3ecosystem.stoq.rpc;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trace and a place in it, as W3C Trace Context level 1 spells it in
 * {@code traceparent}.
 *
 * @param traceId of the whole trace, 32 hexadecimal digits
 * @param spanId of the caller's part, 16 hexadecimal digits
 * @param flags two hexadecimal digits; the last bit is whether it is sampled
 */
public record TraceParent(String traceId, String spanId, String flags) {

	/** The longest that is looked at; later versions may be longer than this one's 55. */
	public static final int MAX_LENGTH = 128;

	private static final Pattern FORM = Pattern
		.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

	private static final String VERSION = "00";

	private static final String SAMPLED = "01";

	/** Empty if it is not valid, and then to be ignored (section 3.2.2.5). */
	public static Optional<TraceParent> parse(String text) {
		if (text.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		Matcher form = FORM.matcher(text);
		boolean valid = form.matches() && (form.group(5) == null || !form.group(1).equals(VERSION));
		return valid ? Optional.of(new TraceParent(form.group(2), form.group(3), form.group(4))) : Optional.empty();
	}

	/** The beginning of a trace. */
	public static TraceParent begin(RandomGenerator random) {
		return new TraceParent(hex(random) + hex(random), hex(random), SAMPLED);
	}

	/** The next part of the same trace. */
	public TraceParent next(RandomGenerator random) {
		return new TraceParent(traceId, hex(random), flags);
	}

	/** Not all zero. */
	private static String hex(RandomGenerator random) {
		return String.format("%016x", random.nextLong() | 1);
	}

	/** As it is sent. */
	@Override
	public String toString() {
		return VERSION + "-" + traceId + "-" + spanId + "-" + flags;
	}

}
