package org.web3ecosystem.hashgraph;

import com.hedera.hapi.node.state.roster.Roster;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * What a node knows of the federation's roster before it has a state, and the number it
 * has there, which is for life. The state decides once there is one.
 *
 * @param roster the newest it knows
 * @param epoch the roster's
 */
record Membership(long engineId, Roster roster, Epoch epoch) {

	/**
	 * @throws IllegalArgumentException if the node is not in the roster, or the engine
	 * cannot have it
	 */
	static Membership of(Node node, org.web3ecosystem.spi.consensus.Roster roster, Epoch epoch) {
		Validator self = roster.member(node.id())
			.orElseThrow(() -> new IllegalArgumentException(node.name() + " is not a validator"))
			.validator();
		return new Membership(self.engineId(), Rosters.of(roster), epoch);
	}

}
