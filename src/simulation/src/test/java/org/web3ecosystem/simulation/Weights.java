package org.web3ecosystem.simulation;

import java.nio.charset.StandardCharsets;

import org.web3ecosystem.hypermesh.roster.DueWeights;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * In the place of the module of conduct, without its evidence: {@code <node> <weight>}
 * says which weight a node is to have, and the rosters follow.
 */
final class Weights implements LedgerModule {

	@Override
	public String name() {
		return DueWeights.MODULE;
	}

	@Override
	public Verdict check(Command command) {
		return Verdict.accepted();
	}

	@Override
	public Verdict apply(Command command, State state) {
		String[] wanted = new String(command.body(), StandardCharsets.UTF_8).split(" ");
		DueWeights.read(state.get(DueWeights.KEY)).with(new NodeId(wanted[0]), Long.parseLong(wanted[1])).write(state);
		return Verdict.accepted();
	}

}
