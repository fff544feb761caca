package org.web3ecosystem.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * The module of a replica that takes the writes: {@code <name>-<number>}. It tells which
 * a block has executed.
 */
final class Writes implements LedgerModule {

	static final String NAME = "register";

	private final List<Write> executed = new ArrayList<>();

	/** A write as the ledger has it. */
	record Write(NodeId author, String what) {
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		return Verdict.accepted();
	}

	@Override
	public Verdict apply(Command command, State state) {
		String what = new String(command.body(), StandardCharsets.UTF_8);
		Optional<byte[]> before = state.get(what);
		state.put(what, before.map(value -> new byte[] { (byte) (value[0] + 1) }).orElse(new byte[] { 1 }));
		executed.add(new Write(command.author(), what));
		return Verdict.accepted();
	}

	/** Those since the last time. */
	List<Write> take() {
		List<Write> taken = List.copyOf(executed);
		executed.clear();
		return taken;
	}

}
