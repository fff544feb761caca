package org.web3ecosystem.platform.local;

import java.nio.charset.Charset;

/**
 * How things are marked on this output.
 *
 * @param done before what is met
 * @param waiting before what is waited for
 * @param colour whether escape sequences are understood
 */
record Marks(String done, String waiting, boolean colour) {

	private static final String RESET = "\u001b[0m";

	/** Marks that the output's character set can write. */
	static Marks of(Charset charset, boolean terminal) {
		return charset.newEncoder().canEncode("✓…") ? new Marks("✓", "…", terminal) : new Marks("+", "-", terminal);
	}

	String green(String text) {
		return colour ? "\u001b[32m" + text + RESET : text;
	}

	String yellow(String text) {
		return colour ? "\u001b[33m" + text + RESET : text;
	}

	String bold(String text) {
		return colour ? "\u001b[1m" + text + RESET : text;
	}

	String faint(String text) {
		return colour ? "\u001b[2m" + text + RESET : text;
	}

}
