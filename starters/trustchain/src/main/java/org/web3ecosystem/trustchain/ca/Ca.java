package org.web3ecosystem.trustchain.ca;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.web3ecosystem.spi.trust.Purpose;

/** The two intermediates of a validator. */
public enum Ca {

	/** For nodes and their operators. */
	NODE,
	/** For servers; nothing it signs opens a STOQ connection. */
	SERVER;

	/** Which of them issues for this purpose. */
	public static Ca of(Purpose purpose) {
		return switch (purpose) {
			case NODE, OPERATOR -> NODE;
			case SERVER -> SERVER;
		};
	}

	/** The one that is called so in paths. */
	public static Optional<Ca> named(String name) {
		return Arrays.stream(values()).filter(ca -> ca.toString().equals(name)).findFirst();
	}

	/** As in paths: {@code node}, {@code server}. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
