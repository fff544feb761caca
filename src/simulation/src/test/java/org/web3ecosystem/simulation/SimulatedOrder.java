package org.web3ecosystem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * The one order of all transactions. It grows while replicas that hear each other have
 * more than two thirds of the weight, with what these have taken; now and then a
 * transaction comes a second time.
 */
final class SimulatedOrder {

	private static final Duration ROUND = Duration.ofMillis(100);

	private static final int MOST = 4;

	private final World world;

	private final SimulatedNetwork network;

	private final Set<Planted> planted;

	private final Map<NodeId, SimulatedEngine> replicas = new TreeMap<>();

	private final List<Batch> batches = new ArrayList<>();

	private final List<Roster> rosters = new ArrayList<>();

	private final List<Taken> waiting = new ArrayList<>();

	private final List<byte[]> history = new ArrayList<>();

	private Instant last = World.BEGIN;

	private int applied;

	SimulatedOrder(World world, SimulatedNetwork network, Roster first, Set<Planted> planted) {
		this.world = world;
		this.network = network;
		this.planted = planted;
		rosters.add(first);
	}

	private record Taken(NodeId by, byte[] transaction) {
	}

	private record Batch(Epoch epoch, List<Ordered> transactions) {
	}

	void start() {
		Life always = new Life();
		world.after(ROUND, always, () -> round(always));
	}

	private void round(Life always) {
		for (Set<NodeId> together : components()) {
			if (mayOrder(together)) {
				order(together);
			}
		}
		world.after(ROUND, always, () -> round(always));
	}

	void joins(NodeId node, SimulatedEngine engine) {
		replicas.put(node, engine);
	}

	void leaves(NodeId node) {
		replicas.remove(node);
	}

	void take(NodeId by, byte[] transaction) {
		waiting.add(new Taken(by, transaction));
	}

	/** Groups of replicas that hear each other, perhaps through others. */
	private List<Set<NodeId>> components() {
		List<Set<NodeId>> found = new ArrayList<>();
		Set<NodeId> left = new LinkedHashSet<>(replicas.keySet());
		while (!left.isEmpty()) {
			Set<NodeId> together = component(left.iterator().next());
			left.removeAll(together);
			found.add(together);
		}
		return found;
	}

	private Set<NodeId> component(NodeId from) {
		Set<NodeId> together = new LinkedHashSet<>(List.of(from));
		List<NodeId> open = new ArrayList<>(together);
		while (!open.isEmpty()) {
			NodeId next = open.removeLast();
			for (NodeId other : replicas.keySet()) {
				if (network.reaches(next, other) && network.reaches(other, next) && together.add(other)) {
					open.add(other);
				}
			}
		}
		return together;
	}

	Roster roster() {
		return rosters.getLast();
	}

	/** Whether a node is one of those who can decide now. */
	boolean decides(NodeId node) {
		return replicas.containsKey(node) && roster().has(node) && isQuorum().test(roster(), component(node));
	}

	/** Whether a node is with those who may decide, whatever was planted. */
	boolean mayDecide(NodeId node) {
		return replicas.containsKey(node) && hasWeight(component(node));
	}

	private boolean hasWeight(Set<NodeId> nodes) {
		long weight = 0;
		for (Roster.Member member : roster().members()) {
			weight += nodes.contains(member.validator().id()) ? member.weight() : 0;
		}
		return 3 * weight > 2 * roster().members().stream().mapToLong(Roster.Member::weight).sum();
	}

	private BiPredicate<Roster, Set<NodeId>> isQuorum() {
		if (planted.contains(Planted.QUORUM_OF_HALF)) {
			return (roster, nodes) -> 2 * roster.weight(nodes) >= roster.weight();
		}
		if (planted.contains(Planted.HEADS_NOT_WEIGHT)) {
			return (roster, nodes) -> 3
					* roster.members().stream().filter(member -> nodes.contains(member.validator().id())).count() > 2L
							* roster.n();
		}
		return planted.contains(Planted.EPOCH_NOT_CHECKED) ? (roster, nodes) -> rosters.getFirst().isQuorum(nodes)
				: Roster::isQuorum;
	}

	/** Who orders has applied what there is: before that it is not known who counts. */
	private boolean mayOrder(Set<NodeId> together) {
		return applied == batches.size() && isQuorum().test(roster(), together)
				&& together.stream().anyMatch(node -> replicas.get(node).applied() == batches.size());
	}

	private void order(Set<NodeId> together) {
		List<Taken> taken = new ArrayList<>(waiting.stream().filter(each -> together.contains(each.by)).toList());
		if (taken.isEmpty()) {
			return;
		}
		Collections.shuffle(taken, new Random(world.random().nextLong()));
		List<Taken> some = taken.subList(0, Math.min(MOST, taken.size()));
		waiting.removeAll(some);
		world.require(hasWeight(together), "no minority orders: " + together.size() + " of " + roster().n());
		List<byte[]> next = new ArrayList<>(some.stream().map(Taken::transaction).toList());
		if (!history.isEmpty() && world.chance(20)) {
			next.add(history.get(world.random().nextInt(history.size())));
		}
		history.addAll(next);
		Epoch epoch = new Epoch(rosters.size() - 1L);
		batches.add(new Batch(epoch, next.stream().map(this::ordered).toList()));
		world.tell("ordered block " + batches.size() + " of " + next.size() + " in epoch " + epoch.number());
	}

	private Ordered ordered(byte[] transaction) {
		last = world.now().isAfter(last) ? world.now() : last.plusNanos(1);
		return new Ordered(transaction, last, null);
	}

	int length() {
		return batches.size();
	}

	/** Whether somebody whom a replica hears gives it that block. */
	boolean isThere(NodeId asks, int index) {
		if (index >= batches.size()) {
			return false;
		}
		Set<NodeId> together = component(asks);
		return hasWeight(together) || together.stream().anyMatch(node -> replicas.get(node).applied() > index);
	}

	Block block(int index) {
		Batch batch = batches.get(index);
		return new Block(batch.epoch, index + 1L, batch.transactions.getLast().consensusTime(),
				batch.transactions.stream()
					.map(each -> new Ordered(each.transaction().clone(), each.consensusTime(), null))
					.toList());
	}

	/** A replica has applied a block, which ordered that roster. */
	void applied(int index, Optional<Roster> next) {
		applied = Math.max(applied, index + 1);
		next.ifPresent(roster -> {
			int epoch = Math.toIntExact(batches.get(index).epoch.number()) + 1;
			if (epoch < rosters.size()) {
				world.require(rosters.get(epoch).equals(roster), "one roster for epoch " + epoch);
			}
			else {
				rosters.add(roster);
				world.tell("epoch " + epoch + " with weight " + roster.weight());
			}
		});
	}

	Epoch epochAfter(int index) {
		return index < batches.size() ? batches.get(index).epoch : new Epoch(rosters.size() - 1L);
	}

}
