package org.web3ecosystem.hypermesh.roster;

import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * Weights that were decided for new members, which begin with 0, see {@link Passage}. A
 * member has its weight from the epoch on that follows when it has said on the ledger
 * which rules its software knows, which only a replica that takes part can.
 */
final class Promises {

	/** Where they stand. */
	static final String KEY = "promised";

	private final State state;

	Promises(State state) {
		this.state = state;
	}

	/** What was decided and does not count yet. */
	DueWeights open() {
		return DueWeights.read(state.get(KEY));
	}

	/** Of those, the weights of members that have shown that they take part. */
	DueWeights kept(Roster now) {
		DueWeights kept = DueWeights.NONE;
		for (Map.Entry<NodeId, Long> promised : open().weights().entrySet()) {
			NodeId node = promised.getKey();
			if (now.has(node) && state.get(RosterModule.spoken(node)).isPresent()) {
				kept = kept.with(node, promised.getValue());
			}
		}
		return kept;
	}

	/** They are decided. */
	void add(DueWeights decided) {
		store(decided.over(open()));
	}

	/** Whoever has a weight, or is no member, is promised nothing. */
	void count(Roster begun) {
		DueWeights promised = open();
		for (NodeId node : promised.weights().keySet()) {
			if (begun.member(node).filter(member -> member.weight() == 0).isEmpty()) {
				promised = promised.without(node);
			}
		}
		store(promised);
	}

	private void store(DueWeights promised) {
		if (!promised.equals(open())) {
			promised.write(state, KEY);
		}
	}

}
