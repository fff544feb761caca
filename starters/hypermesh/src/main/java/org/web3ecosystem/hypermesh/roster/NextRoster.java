package org.web3ecosystem.hypermesh.roster;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * What changes make of a roster, or why they cannot be made.
 *
 * @param now the roster that counts
 * @param waiting who wants to be in the next
 * @param state of the {@link RosterModule}
 */
record NextRoster(EpochRoster now, Applications waiting, LedgerModule.State state) {

	/**
	 * The roster with all changes, made in order.
	 * @param time consensus time
	 * @throws IllegalArgumentException saying which cannot be made, and why
	 */
	EpochRoster with(List<RosterChange> changes, NodeId author, Instant time) {
		if (state.protocol() >= Protocols.OWN_GOSSIP_KEYS) {
			checkKeys(changes, author, time);
		}
		Roster next = members(changes);
		return new EpochRoster(now.chainId(), now.epoch().next(), next, protocol(next, changes));
	}

	/**
	 * Whoever has the key votes as that node, and contradicts itself as that node. So it
	 * is taken from the node itself, which proposes it or has applied with it.
	 */
	private void checkKeys(List<RosterChange> changes, NodeId author, Instant time) {
		for (RosterChange change : changes) {
			if (change instanceof RosterChange.Move move && !move.node().equals(author)) {
				throw new IllegalArgumentException(
						"only node " + move.node().brief() + " itself can propose its gossip key and addresses");
			}
			if (change instanceof RosterChange.Add add && !waiting.has(add, time)) {
				throw new IllegalArgumentException("node '" + add.name() + "' has not applied with that");
			}
		}
	}

	/** Engine ids are given once, also by proposals that come to nothing. */
	private Roster members(List<RosterChange> changes) {
		Roster roster = now.roster();
		Roster next = roster;
		long id = state.get(RosterModule.ENGINE_ID).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
		for (RosterChange change : changes) {
			if (change instanceof RosterChange.Add) {
				id++;
			}
			next = change.in(next, id);
		}
		if (next.equals(roster) && changes.stream().noneMatch(RosterChange.Upgrade.class::isInstance)) {
			throw new IllegalArgumentException("that changes nothing");
		}
		if (!isStep(roster, next)) {
			throw new IllegalArgumentException(
					"more than two thirds of the weight, before and after, must stay as it is");
		}
		state.put(RosterModule.ENGINE_ID, RosterModule.number(id));
		return next;
	}

	/**
	 * Rules change when all who decide know the new ones: who does not could only stop,
	 * and with more than a third of the weight the federation with it.
	 */
	private long protocol(Roster next, List<RosterChange> changes) {
		long protocol = now.protocol();
		for (RosterChange change : changes) {
			if (change instanceof RosterChange.Upgrade(long version)) {
				if (version <= protocol) {
					throw new IllegalArgumentException(
							"the rules are those of protocol version " + protocol + " and only go forward");
				}
				protocol = version;
			}
		}
		if (protocol > now.protocol()) {
			for (Roster.Member member : next.members()) {
				if (member.weight() > 0 && !speaks(member.validator().id(), protocol)) {
					throw new IllegalArgumentException("the software of validator " + member.validator().name()
							+ " does not speak protocol version " + protocol + " as far as the ledger knows");
				}
			}
		}
		return protocol;
	}

	private boolean speaks(NodeId node, long protocol) {
		return state.get(RosterModule.spoken(node))
			.map(RosterCommand::decode)
			.filter(said -> said instanceof RosterCommand.Speak(Protocols known) && known.has(protocol))
			.isPresent();
	}

	/**
	 * Whether more than two thirds of the weight, before and after, are the same
	 * members'.
	 */
	static boolean isStep(Roster before, Roster after) {
		long staying = before.members()
			.stream()
			.mapToLong(member -> Math.min(member.weight(), after.weight(List.of(member.validator().id()))))
			.sum();
		return 3 * staying > 2 * before.weight() && 3 * staying > 2 * after.weight();
	}

}
