package org.web3ecosystem.trustchain.ca;

import java.util.HexFormat;
import java.util.Optional;

/**
 * An intermediate of this validator as paths call it: {@code node} is the one that issues
 * now, {@code node-0a1b2c3d} the one with this key, which leaves name, so that what they
 * name stays theirs when another takes its place.
 *
 * @param ca which of the two
 * @param key the beginning of its key identifier, hexadecimal; empty for the present one
 */
public record CaName(Ca ca, Optional<String> key) {

	private static final int SHOWN = 4;

	/** The one that issues now. */
	public static CaName present(Ca ca) {
		return new CaName(ca, Optional.empty());
	}

	/** The one with this key identifier. */
	public static CaName of(Ca ca, byte[] keyIdentifier) {
		return new CaName(ca, Optional.of(HexFormat.of().formatHex(keyIdentifier, 0, SHOWN)));
	}

	/** What a path calls so, whether there is one or not. */
	public static Optional<CaName> named(String text) {
		int hyphen = text.indexOf('-');
		if (hyphen < 0) {
			return Ca.named(text).map(CaName::present);
		}
		Optional<String> key = Optional.of(text.substring(hyphen + 1)).filter(given -> given.matches("[0-9a-f]{8}"));
		return key.isEmpty() ? Optional.empty() : Ca.named(text.substring(0, hyphen)).map(ca -> new CaName(ca, key));
	}

	/** Whether it is meant by {@code asked}. */
	public boolean answersTo(CaName asked) {
		return ca == asked.ca() && (asked.key().isEmpty() || asked.key().equals(key));
	}

	/** As in paths. */
	@Override
	public String toString() {
		return ca + key.map(shown -> "-" + shown).orElse("");
	}

}
