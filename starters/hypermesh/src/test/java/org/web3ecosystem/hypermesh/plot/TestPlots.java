package org.web3ecosystem.hypermesh.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;

/** Plots of 64 labels, which are written at once. */
public final class TestPlots {

	private static final int DEPTH = 6;

	private static final Map<String, PlotFile> KNOWN = new ConcurrentHashMap<>();

	private TestPlots() {
	}

	public static PlotFile of(ChainId chain, NodeId node) {
		return KNOWN.computeIfAbsent(chain + "/" + node.hex(), any -> {
			try {
				Path file = Files.createTempFile("web3-test", ".plot");
				file.toFile().deleteOnExit();
				return PlotFile.openOrWrite(file, chain, node, DEPTH, () -> false);
			}
			catch (IOException failed) {
				throw new UncheckedIOException(failed);
			}
		});
	}

	/** A ledger on which these nodes have registered theirs. */
	public static LedgerModule registered(ChainId chain, List<NodeId> nodes) {
		PlotModule module = new PlotModule();
		return new LedgerModule() {

			@Override
			public String name() {
				return module.name();
			}

			@Override
			public void begin(State state) {
				nodes.forEach(node -> state.put(PlotModule.key(node), of(chain, node).plot().encode()));
			}

			@Override
			public Verdict check(Command command) {
				return module.check(command);
			}

			@Override
			public Optional<Operation> proves(Command command) {
				return module.proves(command);
			}

			@Override
			public Verdict apply(Command command, State state) {
				return module.apply(command, state);
			}

		};
	}

}
