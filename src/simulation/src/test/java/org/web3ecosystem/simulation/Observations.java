package org.web3ecosystem.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.web3ecosystem.simulation.Writes.Write;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.CommittedBlock;

/** What the whole federation has done, and what must hold of it at any time. */
final class Observations {

	private final World world;

	private final Map<Long, CommittedBlock> blocks = new HashMap<>();

	private final Map<Long, List<Write>> executed = new HashMap<>();

	private final Set<String> applied = new HashSet<>();

	private final Set<String> promised = new LinkedHashSet<>();

	private final Set<String> withdrawn = new HashSet<>();

	/** The last of each node's that was applied, of those whose order is promised. */
	private final Map<NodeId, Integer> last = new TreeMap<>();

	/** From which number on a node's order is promised: its disk was lost before. */
	private final Map<NodeId, Integer> since = new TreeMap<>();

	Observations(World world) {
		this.world = world;
	}

	static String write(String node, int number) {
		return node + "-" + number;
	}

	private static int number(String what) {
		return Integer.parseInt(what.substring(what.lastIndexOf('-') + 1));
	}

	/** A write is on disk, says its node. */
	void promised(String what) {
		promised.add(what);
	}

	/** It will not be done, says its node. */
	void withdrawn(String what) {
		world.require(!applied.contains(what), "what was taken back was not done before: " + what);
		withdrawn.add(what);
		promised.remove(what);
	}

	/**
	 * What the node promised is gone with its disk; what comes next is in order again.
	 */
	void diskLost(NodeId node, String name, int next) {
		promised.removeIf(what -> what.startsWith(name + "-"));
		withdrawn.removeIf(what -> what.startsWith(name + "-"));
		since.put(node, next);
		last.remove(node);
	}

	boolean isApplied(String what) {
		return applied.contains(what);
	}

	/** A replica has executed a block. */
	void block(String replica, CommittedBlock block, List<Write> writes) {
		long height = block.height().number();
		CommittedBlock before = blocks.putIfAbsent(height, block);
		if (before != null) {
			world.require(before.equals(block), "all replicas come to the same: height " + height + " at " + replica);
			world.require(executed.get(height).equals(writes),
					"all replicas do the same: height " + height + " at " + replica);
			return;
		}
		executed.put(height, writes);
		writes.forEach(this::applied);
	}

	private void applied(Write write) {
		String what = write.what();
		world.require(applied.add(what), "no write is applied twice: " + what);
		world.require(!withdrawn.contains(what), "what was taken back is not done: " + what);
		int number = number(what);
		if (number >= since.getOrDefault(write.author(), 0)) {
			Integer before = last.put(write.author(), number);
			world.require(before == null || before < number,
					"a node's writes are applied in order: " + what + " after number " + before);
		}
	}

	/** Promised and not yet done. */
	Set<String> open() {
		return promised.stream().filter(what -> !applied.contains(what)).collect(Collectors.toSet());
	}

	int done() {
		return applied.size();
	}

	int heights() {
		return blocks.size();
	}

}
