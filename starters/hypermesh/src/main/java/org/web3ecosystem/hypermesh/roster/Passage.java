package org.web3ecosystem.hypermesh.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * From one epoch to the next. A replica without the ledger gets it from one that takes
 * part, and none takes part without a quorum: an epoch that began with less than that
 * would never have a block. So those who agree are a quorum in both rosters, as in Raft's
 * joint consensus, and who is new begins with weight 0.
 *
 * @param now the roster that counts
 * @param next the one that follows, as it begins
 * @param promised the weights that its new members are to have
 */
public record Passage(EpochRoster now, EpochRoster next, DueWeights promised) {

	/**
	 * @param wanted the next roster as it is meant to be in the end
	 */
	public static Passage of(EpochRoster now, EpochRoster wanted) {
		if (now.protocol() < Protocols.JOINT_QUORUM) {
			return new Passage(now, wanted, DueWeights.NONE);
		}
		DueWeights promised = DueWeights.NONE;
		List<Member> members = new ArrayList<>();
		for (Member member : wanted.roster().members()) {
			if (now.roster().has(member.validator().id())) {
				members.add(member);
			}
			else {
				members.add(new Member(member.validator(), 0));
				promised = promised.with(member.validator().id(), member.weight());
			}
		}
		EpochRoster begins = new EpochRoster(wanted.chainId(), wanted.epoch(), new Roster(members), wanted.protocol());
		return new Passage(now, begins, promised);
	}

	/** To a roster that was decided before. */
	static Passage decided(EpochRoster now, EpochRoster next) {
		return new Passage(now, next, DueWeights.NONE);
	}

	/** Whether these are enough to go. */
	boolean isQuorum(Collection<NodeId> nodes) {
		return now.roster().isQuorum(nodes)
				&& (now.protocol() < Protocols.JOINT_QUORUM || next.roster().isQuorum(nodes));
	}

}
