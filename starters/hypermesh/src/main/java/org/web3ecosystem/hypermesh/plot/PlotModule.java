package org.web3ecosystem.hypermesh.plot;

import java.util.Optional;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Plots on the ledger: {@code plot/<node id>} the {@link Plot} that a node registered by
 * a command it signed. A later one takes the place of the one before, and what was proven
 * with that and not executed yet is not executed any more. Nobody looks at the whole of a
 * plot when it is registered: what is shown of it each time shows that its labels are
 * right.
 */
public final class PlotModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = "plots";

	/** The kind of the operation that registers one; it cannot need space itself. */
	public static final String REGISTER = "plot.register";

	/** The smallest plot the ledger takes, 1 MiB, as {@link Plot#depth}. */
	public static final int LEAST_DEPTH = 15;

	@Override
	public String name() {
		return NAME;
	}

	/** Whether nodes of this federation have plots at all. */
	public static boolean isIn(Genesis genesis) {
		return genesis.modules().contains(NAME);
	}

	/** Where a node's plot stands. */
	public static String key(NodeId node) {
		return "plot/" + node.hex();
	}

	/** The plot that stands there. */
	public static Optional<Plot> plot(NodeId node, Optional<byte[]> entry) {
		return entry.map(encoded -> Plot.decode(node, encoded));
	}

	@Override
	public Verdict check(Command command) {
		try {
			int depth = Plot.decode(command.author(), command.body()).depth();
			return depth >= LEAST_DEPTH ? Verdict.accepted()
					: Verdict.rejected("a plot has at least 2^" + LEAST_DEPTH + " labels, not 2^" + depth);
		}
		catch (CborException malformed) {
			return Verdict.rejected("not a plot: " + malformed.getMessage());
		}
	}

	@Override
	public Optional<Operation> proves(Command command) {
		return Optional.of(operation(command.body()));
	}

	static Operation operation(byte[] body) {
		return new Operation(REGISTER, Sha256.of(body), false);
	}

	/** Who lost its plot could not vote on how the emergency ends. */
	@Override
	public boolean goesOnInEmergency(Command command, State state) {
		return state.get(key(command.author())).isPresent();
	}

	@Override
	public Verdict apply(Command command, State state) {
		state.put(key(command.author()), command.body());
		return Verdict.accepted();
	}

}
