package org.web3ecosystem.hypermesh.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;

/**
 * Weights that were decided for new members. A replica gets the ledger from one that
 * takes part, and none takes part without a quorum; so a new member begins with weight 0,
 * in an epoch whose quorum has the ledger, and has its weight from the epoch on that
 * follows when it has said on the ledger which rules its software knows, which only a
 * replica that takes part can.
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

	/** The roster as it begins. */
	static EpochRoster begin(EpochRoster now, EpochRoster wanted) {
		List<Member> members = new ArrayList<>();
		for (Member member : wanted.roster().members()) {
			members.add(isNew(member, now.roster()) ? new Member(member.validator(), 0) : member);
		}
		return new EpochRoster(wanted.chainId(), wanted.epoch(), new Roster(members), wanted.protocol());
	}

	/** The weights that new members of a roster are to have. */
	void make(EpochRoster now, EpochRoster wanted) {
		DueWeights promised = open();
		for (Member member : wanted.roster().members()) {
			if (isNew(member, now.roster())) {
				promised = promised.with(member.validator().id(), member.weight());
			}
		}
		store(promised);
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

	private static boolean isNew(Member member, Roster now) {
		return !now.has(member.validator().id());
	}

}
