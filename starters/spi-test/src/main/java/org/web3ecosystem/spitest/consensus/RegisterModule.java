package org.web3ecosystem.spitest.consensus;

import java.nio.charset.StandardCharsets;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * The smallest ledger module: {@code key=value} sets an entry and counts how often that
 * was done, {@code !…} is malformed, {@code key=no} is refused after it was written, and
 * {@code key=fail} breaks the module.
 */
public final class RegisterModule implements LedgerModule {

	public static final String NAME = "register";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		String text = text(command.body());
		return text.startsWith("!") || text.indexOf('=') < 1 ? Verdict.rejected("not key=value") : Verdict.accepted();
	}

	@Override
	public Verdict apply(Command command, State state) {
		String[] parts = text(command.body()).split("=", 2);
		state.put(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
		long count = state.get(count(parts[0])).map(value -> Long.parseLong(text(value))).orElse(0L);
		state.put(count(parts[0]), String.valueOf(count + 1).getBytes(StandardCharsets.UTF_8));
		return switch (parts[1]) {
			case "no" -> Verdict.rejected("no");
			case "fail" -> throw new IllegalStateException("broken on purpose");
			case "remove" -> {
				state.remove(parts[0]);
				yield Verdict.accepted();
			}
			default -> Verdict.accepted();
		};
	}

	/** A command that sets an entry. */
	public static byte[] set(String key, String value) {
		return (key + "=" + value).getBytes(StandardCharsets.UTF_8);
	}

	/** Where it is counted how often an entry was set. */
	public static String count(String key) {
		return "#" + key;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
