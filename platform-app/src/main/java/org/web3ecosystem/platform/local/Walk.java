package org.web3ecosystem.platform.local;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.platform.status.NodeState;
import org.web3ecosystem.platform.status.NodeState.GateState;

/**
 * Where the nodes of a federation stand at one moment.
 *
 * @param nodes in the order of the genesis document
 * @param elapsed since the process started
 * @param warnings lines in the logs at WARN or above
 */
record Walk(List<Seen> nodes, Duration elapsed, long warnings) {

	/** The last phase. */
	static final int LAST = 3;

	/**
	 * What was seen of a node.
	 *
	 * @param name short name
	 * @param state empty if it does not answer
	 */
	record Seen(String name, Optional<NodeState> state) {

		boolean isAt(int phase) {
			return state.filter(known -> known.isAt(phase)).isPresent();
		}

	}

	/**
	 * A criterion over all nodes: met if every node finds it met.
	 *
	 * @param to the gate, 1 to 4
	 * @param id stable id
	 * @param criterion as the roadmap words it
	 * @param met whether every node has it
	 * @param reason what the first node that has not waits for or, if all have it, what
	 * the first one saw
	 */
	record Row(int to, String id, String criterion, boolean met, String reason) {
	}

	Walk {
		nodes = List.copyOf(nodes);
	}

	/** How many nodes are beyond this phase, or in it and ready. */
	int at(int phase) {
		return (int) nodes.stream().filter(node -> node.isAt(phase)).count();
	}

	boolean allAt(int phase) {
		return at(phase) == nodes.size();
	}

	/** Whether every node is in this phase or a later one, ready or not. */
	boolean allEntered(int phase) {
		return nodes.stream().allMatch(node -> node.state().filter(known -> known.reached() >= phase).isPresent());
	}

	/** What the first node that is not ready in its phase waits for. */
	Optional<String> unready() {
		return nodes.stream()
			.filter(node -> node.state().filter(known -> !known.isAt(known.reached())).isPresent())
			.findFirst()
			.map(Walk::why);
	}

	boolean degraded() {
		return nodes.stream().anyMatch(node -> node.state().filter(NodeState::degraded).isPresent());
	}

	/** Why the first degraded node is. */
	String degradation() {
		return nodes.stream()
			.filter(node -> node.state().filter(NodeState::degraded).isPresent())
			.findFirst()
			.map(Walk::why)
			.orElse("");
	}

	private static String why(Seen node) {
		return node.name() + ": "
				+ node.state()
					.flatMap(known -> known.degradations().stream().findFirst())
					.orElse("it comes back and has not met again what let it into its phase");
	}

	/** The criteria of the gate to {@code to}. */
	List<Row> gate(int to) {
		return nodes.stream()
			.flatMap(node -> node.state().stream())
			.findFirst()
			.map(known -> known.gate(to).stream().map(gate -> row(to, gate)).toList())
			.orElse(List.of());
	}

	/** What complete waits for. */
	List<Row> completeWaitsFor() {
		return gate(LAST + 1).stream().filter(row -> !row.met()).toList();
	}

	private Row row(int to, GateState gate) {
		Optional<String> missing = nodes.stream()
			.map(node -> missing(node, to, gate.id()))
			.flatMap(Optional::stream)
			.findFirst();
		return new Row(to, gate.id(), gate.criterion(), missing.isEmpty(), missing.orElse(gate.why()));
	}

	/**
	 * A gate that a node has passed was open for it, and what it says now is of staying;
	 * but a node that came back shows it is where it was by meeting it again.
	 */
	private static Optional<String> missing(Seen node, int to, String id) {
		if (node.isAt(to)) {
			return Optional.empty();
		}
		return node.state()
			.map(state -> state.gate(to)
				.stream()
				.filter(gate -> gate.id().equals(id) && !gate.met())
				.findFirst()
				.map(gate -> node.name() + ": " + gate.why()))
			.orElse(Optional.of(node.name() + ": does not answer yet"));
	}

}
