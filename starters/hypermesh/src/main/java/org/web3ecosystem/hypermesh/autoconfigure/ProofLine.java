package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.roster.ProofOrder;

/**
 * A line about proofs: {@code proofs three for 6h}, which begins when it is decided,
 * {@code proofs two from 2026-12-01T00:00Z until 2026-12-01T06:00Z},
 * {@code proofs three from 2026-12-01T00:00Z for 90m}, or {@code proofs four}.
 */
final class ProofLine {

	private static final Pattern FORM = Pattern.compile(
			"proofs (three|two)(?: from ([0-9TZ:.-]{1,40}))? (?:for ([0-9]{1,5})([smh])|until ([0-9TZ:.-]{1,40}))");

	private static final String RESTORE = "proofs four";

	private static final String SHORT_TIME = "T[0-9]{2}:[0-9]{2}Z";

	private ProofLine() {
	}

	static boolean isOne(String line) {
		return line.strip().startsWith("proofs");
	}

	/**
	 * @throws BadRequestException if it has another form or asks for too much time
	 */
	static ProofOrder parse(String line) {
		String plain = line.strip().replaceAll(" +", " ");
		if (plain.equals(RESTORE)) {
			return new ProofOrder.Restore();
		}
		Matcher form = FORM.matcher(plain);
		boolean at = form.matches() && form.group(2) != null;
		if (!form.matches() || form.group(3) == null && !at) {
			throw new BadRequestException("a line about proofs is 'proofs three|two [from <time>] for <n>s|m|h', "
					+ "'proofs three|two from <time> until <time>' or 'proofs four', not '" + line + "'");
		}
		try {
			Instant from = at ? begin(form.group(2)) : Instant.EPOCH;
			Duration length = form.group(3) != null ? Duration.parse("PT" + form.group(3) + form.group(4))
					: Duration.between(from, time(form.group(5)));
			return new ProofOrder.Reduce(ProofLevel.of(form.group(1)), from, length);
		}
		catch (IllegalArgumentException | DateTimeException impossible) {
			throw new BadRequestException("'" + line + "': " + impossible.getMessage());
		}
	}

	/** The epoch itself is how an order says that it begins when it is decided. */
	private static Instant begin(String text) {
		Instant from = time(text);
		if (!from.isAfter(Instant.EPOCH)) {
			throw new IllegalArgumentException(text + " is long over");
		}
		return from;
	}

	/** Seconds may be left out. */
	private static Instant time(String text) {
		int t = text.indexOf('T');
		try {
			return Instant.parse(t > 0 && text.substring(t).matches(SHORT_TIME)
					? text.substring(0, text.length() - 1) + ":00Z" : text);
		}
		catch (DateTimeException none) {
			throw new IllegalArgumentException(text + " is no time, such as 2026-12-01T00:00Z", none);
		}
	}

}
