package org.web3ecosystem.spi.consensus;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Who agrees, and with which weight: the whole of it, not a difference to another. What
 * it says holds for one epoch.
 * <p>
 * An engine id is for life: a member that comes back or has a new gossip key keeps its
 * own, and nobody else ever gets it. That is for who draws up a roster to keep, since one
 * roster cannot show it.
 */
public final class Roster {

	/** The most members a roster may have. */
	public static final int MAX_MEMBERS = Genesis.MAX_VALIDATORS;

	/** The largest weight of a member. */
	public static final long MAX_WEIGHT = 1L << 53;

	private final List<Member> members;

	/** Asked for with every signature, and an id is a hash. */
	private final Map<NodeId, Member> byId = new HashMap<>();

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

		Cbor toCbor() {
			return Cbor.struct(Map.entry("validator", validator.toCbor()), Map.entry("weight", Cbor.of(weight)));
		}

		static Member fromCbor(Cbor item) {
			if (!(item instanceof Cbor.Struct map)) {
				throw new CborException("a member is not a map");
			}
			map.only("validator", "weight");
			return new Member(Validator.fromCbor(map.struct("validator")), map.integer("weight"));
		}

	}

	/**
	 * @param members at least one with a weight, with different engine ids, names and
	 * nodes
	 */
	public Roster(List<Member> members) {
		this.members = List.copyOf(members);
		if (members.isEmpty() || members.size() > MAX_MEMBERS) {
			throw new IllegalArgumentException("1 to " + MAX_MEMBERS + " members, not " + members.size());
		}
		Set<Object> seen = new HashSet<>();
		for (Member member : members) {
			Validator validator = member.validator();
			if (!seen.add(validator.engineId()) || !seen.add(validator.name())
					|| byId.put(validator.id(), member) != null) {
				throw new IllegalArgumentException("two members are " + validator.name());
			}
		}
		if (members.stream().allMatch(member -> member.weight() == 0)) {
			throw new IllegalArgumentException("nobody has a weight");
		}
	}

	public List<Member> members() {
		return members;
	}

	/** The roster of epoch 0: each validator weighs what it has at stake. */
	public static Roster of(Genesis genesis) {
		return new Roster(
				genesis.validators().stream().map(validator -> new Member(validator, validator.stake())).toList());
	}

	public Optional<Member> member(NodeId id) {
		return Optional.ofNullable(byId.get(id));
	}

	/** Whether it is a member, of whatever weight. */
	public boolean has(NodeId id) {
		return member(id).isPresent();
	}

	/** How many members have a weight. */
	public int n() {
		return (int) members.stream().filter(member -> member.weight() > 0).count();
	}

	/** How many of them may lie or be gone, if all weigh the same. */
	public int f() {
		return (n() - 1) / 3;
	}

	/** How many of them agree, if all weigh the same. */
	public int quorum() {
		return n() - f();
	}

	/** What all count for together. */
	public long weight() {
		// 100 members of at most 2^53 each: no overflow
		return members.stream().mapToLong(Member::weight).sum();
	}

	/**
	 * What these nodes count for together, each once; who is no member counts nothing.
	 */
	public long weight(Collection<NodeId> nodes) {
		return Set.copyOf(nodes).stream().flatMap(node -> member(node).stream()).mapToLong(Member::weight).sum();
	}

	/** Whether more than two thirds of the weight is with these nodes. */
	public boolean isQuorum(Collection<NodeId> nodes) {
		return 3 * weight(nodes) > 2 * weight();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Roster that && members.equals(that.members);
	}

	@Override
	public int hashCode() {
		return members.hashCode();
	}

	@Override
	public String toString() {
		return "Roster" + members;
	}

	public Cbor toCbor() {
		return Cbor.of(members.stream().map(Member::toCbor).toList());
	}

	/**
	 * @throws CborException if it is not a roster
	 */
	public static Roster fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Array(List<Cbor> members)) || members.size() > MAX_MEMBERS) {
			throw new CborException("not a list of at most " + MAX_MEMBERS + " members");
		}
		try {
			return new Roster(members.stream().map(Member::fromCbor).toList());
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
