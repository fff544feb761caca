package org.web3ecosystem.platform;

import java.io.PrintStream;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.PlainText;

/**
 * Where commands print what somebody else wrote, a node or a file: lines of
 * {@link PlainText}, which cannot steer a terminal.
 */
final class PlainOutput extends PrintStream {

	PlainOutput(PrintStream to) {
		super(to, true, to.charset());
	}

	/** Lines are printed by way of this too. */
	@Override
	public void print(String text) {
		super.print(String.valueOf(text)
			.lines()
			.map(PlainText::shown)
			.collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : "")));
	}

}
