package org.web3ecosystem.hypermesh.roster;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * Weights that the next roster has to have, whoever proposes what: an entry of the module
 * of conduct that the {@link RosterModule} follows as soon as it can.
 *
 * @param weights by node; who is no member any more is passed over
 */
public record DueWeights(SortedMap<NodeId, Long> weights) {

	/** Whose entry it is. */
	public static final String MODULE = "conduct";

	/** Where it stands. */
	public static final String KEY = "weights";

	/** Nobody is to have another weight. */
	static final DueWeights NONE = new DueWeights(new TreeMap<>());

	private static final int MAX_BYTES = 64 * 1024;

	public DueWeights {
		weights = new TreeMap<>(weights);
	}

	/** What the entry says. */
	public static DueWeights read(Optional<byte[]> entry) {
		SortedMap<NodeId, Long> weights = new TreeMap<>();
		entry.ifPresent(encoded -> Cbor.decodeStruct(encoded, MAX_BYTES).only("due").array("due").forEach(item -> {
			if (!(item instanceof Cbor.Struct due)) {
				throw new CborException("a weight is not a map");
			}
			weights.put(new NodeId(HexFormat.of().formatHex(due.bytes("node"))), due.integer("weight"));
		}));
		return new DueWeights(weights);
	}

	/** Writes the entry, in the module whose it is. */
	public void write(LedgerModule.State state) {
		write(state, KEY);
	}

	void write(LedgerModule.State state, String key) {
		if (weights.isEmpty()) {
			state.remove(key);
			return;
		}
		List<Cbor> items = new ArrayList<>();
		weights.forEach((node, weight) -> items
			.add(Cbor.struct(Map.entry("node", Cbor.of(node.bytes())), Map.entry("weight", Cbor.of(weight)))));
		state.put(key, Cbor.struct(Map.entry("due", Cbor.of(items))).encode());
	}

	public boolean isEmpty() {
		return weights.isEmpty();
	}

	public DueWeights with(NodeId node, long weight) {
		SortedMap<NodeId, Long> more = new TreeMap<>(weights);
		more.put(node, weight);
		return new DueWeights(more);
	}

	/** These and those, and where they differ these. */
	DueWeights over(DueWeights others) {
		SortedMap<NodeId, Long> all = new TreeMap<>(others.weights);
		all.putAll(weights);
		return new DueWeights(all);
	}

	public DueWeights without(NodeId node) {
		SortedMap<NodeId, Long> less = new TreeMap<>(weights);
		less.remove(node);
		return new DueWeights(less);
	}

	/** Without those that a roster follows, but for those that are held. */
	public DueWeights without(Roster roster, Set<NodeId> held) {
		SortedMap<NodeId, Long> open = new TreeMap<>(weights);
		open.entrySet().removeIf(due -> !held.contains(due.getKey()) && follows(roster, due.getKey(), due.getValue()));
		return new DueWeights(open);
	}

	/** Whether a roster gives nobody a weight who is to have none. */
	boolean isIn(Roster roster) {
		return weights.entrySet()
			.stream()
			.filter(due -> due.getValue() == 0)
			.allMatch(due -> follows(roster, due.getKey(), 0));
	}

	private static boolean follows(Roster roster, NodeId node, long weight) {
		return roster.member(node).map(member -> member.weight() == weight).orElse(true);
	}

}
