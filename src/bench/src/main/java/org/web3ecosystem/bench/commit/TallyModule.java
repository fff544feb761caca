package org.web3ecosystem.bench.commit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * Takes any bytes and writes one of a few thousand entries: the least that is a command.
 */
final class TallyModule implements LedgerModule {

	static final String NAME = "tally";

	/** In hexadecimal digits. */
	private static final int KEY_LENGTH = 3;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		return command.body().length == Contender.BYTES ? Verdict.accepted() : Verdict.rejected("another length");
	}

	@Override
	public Verdict apply(Command command, State state) {
		String key = HexFormat.of().formatHex(command.body(), 0, 2).substring(0, KEY_LENGTH);
		state.put(key, command.transactionId().getBytes(StandardCharsets.US_ASCII));
		return Verdict.accepted();
	}

}
