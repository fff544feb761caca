package org.web3ecosystem.spi.consensus;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * That a request prefers an answer before its write is decided: {@code respond-async} of
 * RFC 7240, section 4.1, with {@code wait} of section 4.3. Preferences are hints: what is
 * not understood is as if it was not there, and of two of a name the first counts.
 *
 * @param patience how long the one who asks wants to wait first
 */
public record Preference(Duration patience) {

	/** As it is said in {@code Preference-Applied}. */
	public static final String RESPOND_ASYNC = "respond-async";

	/** For who does not say. */
	static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

	/** Nobody waits longer for an answer. */
	static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);

	private static final int MAX_LENGTH = 1_024;

	/**
	 * @param prefer the values of all {@code Prefer} fields of a request
	 */
	static Optional<Preference> of(List<String> prefer) {
		String all = String.join(",", prefer);
		if (all.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		List<String> preferences = Arrays.stream(all.split(",", -1))
			.map(one -> one.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
			.toList();
		return preferences.stream()
			.filter(RESPOND_ASYNC::equals)
			.findFirst()
			.map(any -> new Preference(patience(preferences)));
	}

	private static Duration patience(List<String> preferences) {
		return preferences.stream()
			.map(one -> one.split("=", 2))
			.filter(pair -> pair.length == 2 && pair[0].strip().equals("wait"))
			.findFirst()
			.map(pair -> pair[1].strip())
			.filter(seconds -> seconds.matches("[0-9]{1,9}"))
			.map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
			.map(wanted -> wanted.compareTo(LONGEST_PATIENCE) < 0 ? wanted : LONGEST_PATIENCE)
			.orElse(DEFAULT_PATIENCE);
	}

}
