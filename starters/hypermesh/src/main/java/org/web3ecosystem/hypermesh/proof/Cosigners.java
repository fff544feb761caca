package org.web3ecosystem.hypermesh.proof;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Who of the members sign what this node proves. A round is decided by the first that are
 * more than two thirds of the weight, never by fewer; here it is kept who had not
 * answered when its time was over. While somebody is missing, it is a quorum that
 * decides, and not all.
 */
public final class Cosigners {

	/** One late answer is chance. */
	static final int ROUNDS = 2;

	private final Map<NodeId, Integer> missed = new HashMap<>();

	private Map<NodeId, String> names = Map.of();

	/**
	 * A round in which every member with a weight was asked is over. One that too few
	 * answered decided nothing, and nobody was missed in it.
	 * @param answered who had answered by then
	 */
	synchronized void over(Roster roster, Collection<Validator> asked, Set<NodeId> answered) {
		names = asked.stream().collect(Collectors.toMap(Validator::id, Validator::name));
		if (!TimeProof.isEnough(List.copyOf(answered), roster)) {
			missed.clear();
			return;
		}
		missed.keySet().removeIf(member -> roster.weight(List.of(member)) == 0 || answered.contains(member));
		names.keySet()
			.stream()
			.filter(member -> !answered.contains(member))
			.forEach(member -> missed.merge(member, 1, Integer::sum));
	}

	/** Who answered none of the last {@value #ROUNDS} rounds, by name. */
	public synchronized List<String> silent() {
		return missed.entrySet()
			.stream()
			.filter(member -> member.getValue() >= ROUNDS)
			.map(member -> names.getOrDefault(member.getKey(), member.getKey().brief()))
			.sorted()
			.toList();
	}

	/** Whether somebody did not answer the last round. */
	synchronized boolean isMissingAny() {
		return !missed.isEmpty();
	}

	/** How many were asked in the last round. */
	public synchronized int asked() {
		return names.size();
	}

}
