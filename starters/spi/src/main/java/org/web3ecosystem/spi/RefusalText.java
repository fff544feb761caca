package org.web3ecosystem.spi;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of one kind of refusal, with places for what it is about; by them it is
 * recognised again, since a ledger keeps why it refused as text.
 *
 * @param words with {@code %s} for each place
 * @param pattern of all that the words can become
 */
public record RefusalText(String words, Pattern pattern) {

	/** Makes one of its words. */
	public static RefusalText of(String words) {
		return new RefusalText(words,
				Pattern.compile(Arrays.stream(words.split("%s", -1))
					.map(part -> part.isEmpty() ? "" : Pattern.quote(part))
					.collect(Collectors.joining(".*")), Pattern.DOTALL));
	}

	/** The words about these. */
	public String about(Object... these) {
		return words.formatted(these);
	}

	/** Whether a reason is of this kind. */
	public boolean matches(String reason) {
		return pattern.matcher(reason).matches();
	}

}
