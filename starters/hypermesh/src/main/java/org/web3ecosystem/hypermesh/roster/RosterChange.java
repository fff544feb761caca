package org.web3ecosystem.hypermesh.roster;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;

/** One difference between a roster and the next. */
public sealed interface RosterChange {

	/** The roster with this change, checked as a whole by {@link Roster}. */
	Roster in(Roster roster, long nextEngineId);

	Cbor toCbor();

	/**
	 * A new member.
	 *
	 * @param nodeKey its node key, SubjectPublicKeyInfo
	 * @param gossipCertificate what it shows to the other replicas, DER
	 * @param weight from 1
	 */
	record Add(String name, byte[] nodeKey, byte[] gossipCertificate, Endpoints endpoints,
			long weight) implements RosterChange {

		public Add {
			nodeKey = nodeKey.clone();
			gossipCertificate = gossipCertificate.clone();
			GossipCertificate.check(gossipCertificate, name);
			new Validator(name, 0, nodeKey, gossipCertificate, endpoints, weight);
		}

		@Override
		public byte[] nodeKey() {
			return nodeKey.clone();
		}

		@Override
		public byte[] gossipCertificate() {
			return gossipCertificate.clone();
		}

		@Override
		public Roster in(Roster roster, long nextEngineId) {
			List<Member> members = new ArrayList<>(roster.members());
			members.add(new Member(new Validator(name, nextEngineId, nodeKey, gossipCertificate, endpoints, weight),
					weight));
			return new Roster(members);
		}

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("add", Cbor.of(name)), Map.entry("nodeKey", Cbor.of(nodeKey)),
					Map.entry("gossipCertificate", Cbor.of(gossipCertificate)),
					Map.entry("endpoints", endpoints.toCbor()), Map.entry("weight", Cbor.of(weight)));
		}

	}

	/** A member that is no more. */
	record Remove(NodeId node) implements RosterChange {

		@Override
		public Roster in(Roster roster, long nextEngineId) {
			member(roster, node);
			return new Roster(
					roster.members().stream().filter(member -> !member.validator().id().equals(node)).toList());
		}

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("remove", Cbor.of(node.bytes())));
		}

	}

	/**
	 * A member that counts more or less.
	 *
	 * @param weight 0 leaves it its seat and nothing to decide
	 */
	record Weigh(NodeId node, long weight) implements RosterChange {

		public Weigh {
			if (weight < 0 || weight > Roster.MAX_WEIGHT) {
				throw new IllegalArgumentException("a weight is 0 to 2^53, not " + weight);
			}
		}

		@Override
		public Roster in(Roster roster, long nextEngineId) {
			return replace(roster, node, member -> new Member(member.validator(), weight));
		}

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("weigh", Cbor.of(node.bytes())), Map.entry("weight", Cbor.of(weight)));
		}

	}

	/** A member with another gossip key, or at another place. */
	record Move(NodeId node, byte[] gossipCertificate, Endpoints endpoints) implements RosterChange {

		public Move {
			gossipCertificate = gossipCertificate.clone();
			GossipCertificate.check(gossipCertificate);
		}

		@Override
		public byte[] gossipCertificate() {
			return gossipCertificate.clone();
		}

		@Override
		public Roster in(Roster roster, long nextEngineId) {
			return replace(roster, node, member -> {
				Validator before = member.validator();
				GossipCertificate.check(gossipCertificate, before.name());
				return new Member(new Validator(before.name(), before.engineId(), before.nodeKey(), gossipCertificate,
						endpoints, before.stake()), member.weight());
			});
		}

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("move", Cbor.of(node.bytes())),
					Map.entry("gossipCertificate", Cbor.of(gossipCertificate)),
					Map.entry("endpoints", endpoints.toCbor()));
		}

	}

	/**
	 * Other rules, by the members as they are.
	 *
	 * @param protocol the version of the rules
	 */
	record Upgrade(long protocol) implements RosterChange {

		@Override
		public Roster in(Roster roster, long nextEngineId) {
			return roster;
		}

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("protocol", Cbor.of(protocol)));
		}

	}

	/**
	 * @throws CborException if it is none
	 */
	static RosterChange fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a change is not a map");
		}
		try {
			if (map.find("add").isPresent()) {
				map.only("add", "nodeKey", "gossipCertificate", "endpoints", "weight");
				return new Add(map.text("add"), map.bytes("nodeKey"), map.bytes("gossipCertificate"),
						Endpoints.fromCbor(map.struct("endpoints")), map.integer("weight"));
			}
			if (map.find("remove").isPresent()) {
				map.only("remove");
				return new Remove(node(map.bytes("remove")));
			}
			if (map.find("protocol").isPresent()) {
				return new Upgrade(map.only("protocol").integer("protocol"));
			}
			if (map.find("weigh").isPresent()) {
				map.only("weigh", "weight");
				return new Weigh(node(map.bytes("weigh")), map.integer("weight"));
			}
			map.only("move", "gossipCertificate", "endpoints");
			return new Move(node(map.bytes("move")), map.bytes("gossipCertificate"),
					Endpoints.fromCbor(map.struct("endpoints")));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	private static NodeId node(byte[] id) {
		return new NodeId(HexFormat.of().formatHex(id));
	}

	private static Member member(Roster roster, NodeId node) {
		return roster.member(node)
			.orElseThrow(() -> new IllegalArgumentException("node " + node.brief() + " is no validator"));
	}

	private static Roster replace(Roster roster, NodeId node, UnaryOperator<Member> by) {
		Member before = member(roster, node);
		return new Roster(
				roster.members().stream().map(member -> member == before ? by.apply(member) : member).toList());
	}

}
