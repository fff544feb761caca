package org.web3ecosystem.spi.consensus;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Who agrees, and with which weight: the whole of it, not a difference to another. What
 * it says holds for one epoch.
 * <p>
 * An engine id is for life: a member that comes back or has a new gossip key keeps its
 * own, and nobody else ever gets it. That is for who draws up a roster to keep, since one
 * roster cannot show it.
 *
 * @param members at least one with a weight, with different engine ids, names and nodes
 */
public record Roster(List<Member> members) {

	/** The most members a roster may have. */
	public static final int MAX_MEMBERS = Genesis.MAX_VALIDATORS;

	/** The largest weight of a member. */
	public static final long MAX_WEIGHT = 1L << 53;

	/**
	 * One replica.
	 *
	 * @param validator who it is, the gossip certificate and endpoints it has in this
	 * epoch
	 * @param weight what it counts for, from 0 to {@link Roster#MAX_WEIGHT}; one of
	 * weight 0 keeps its seat and decides nothing
	 */
	public record Member(Validator validator, long weight) {

		public Member {
			if (weight < 0 || weight > MAX_WEIGHT) {
				throw new IllegalArgumentException(
						"the weight of " + validator.name() + " is 0 to 2^53, not " + weight);
			}
		}

	}

	public Roster {
		members = List.copyOf(members);
		if (members.isEmpty() || members.size() > MAX_MEMBERS) {
			throw new IllegalArgumentException("1 to " + MAX_MEMBERS + " members, not " + members.size());
		}
		Set<Object> seen = new HashSet<>();
		for (Member member : members) {
			Validator validator = member.validator();
			if (!seen.add(validator.engineId()) || !seen.add(validator.name()) || !seen.add(validator.id())) {
				throw new IllegalArgumentException("two members are " + validator.name());
			}
		}
		if (members.stream().allMatch(member -> member.weight() == 0)) {
			throw new IllegalArgumentException("nobody has a weight");
		}
	}

	/** The roster of epoch 0: each validator weighs what it has at stake. */
	public static Roster of(Genesis genesis) {
		return new Roster(
				genesis.validators().stream().map(validator -> new Member(validator, validator.stake())).toList());
	}

	public Optional<Member> member(NodeId id) {
		return members.stream().filter(member -> member.validator().id().equals(id)).findFirst();
	}

}
