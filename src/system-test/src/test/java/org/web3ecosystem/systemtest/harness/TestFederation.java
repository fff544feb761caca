package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** Four validators, however they are run. */
public interface TestFederation extends AutoCloseable {

	/**
	 * Generous: on a busy machine a start takes minutes, and nobody asserts how fast it
	 * is.
	 */
	Duration PATIENCE = Duration.ofMinutes(6);

	/** Node 1 to node 4. */
	List<TestNode> nodes();

	/** Where {@code root.pem} is. */
	Path directory();

	/** Where a node's output goes. */
	Path log(TestNode node);

	/** Starts whatever does not run. */
	void start();

	/** SIGTERM to every process; the longest time one took to end. */
	Duration stop();

	/** SIGKILL to every process. */
	void kill9();

	/** The processor time all processes have used; zero where nobody tells. */
	Duration processorTime();

	/** The most memory all processes had, in kilobytes; 0 where nobody tells. */
	long peakKilobytes();

	@Override
	void close();

	default TestNode node(int number) {
		return nodes().get(number - 1);
	}

	default Path root() {
		return directory().resolve("root.pem");
	}

	/**
	 * Polls all nodes until each is ready in {@code phase} or later.
	 * @return what it took from now until all were in each phase
	 */
	default Map<Milestone, Reached> awaitPhase(int phase) {
		long begun = System.nanoTime();
		Map<Milestone, Reached> seen = new EnumMap<>(Milestone.class);
		try {
			Awaitility.await("all in phase " + phase)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.atMost(PATIENCE)
				.until(() -> {
					List<JsonNode> states = nodes().stream().flatMap(node -> node.bootstrap().stream()).toList();
					int least = states.size() < nodes().size() ? -1
							: states.stream().mapToInt(state -> state.path("phase").asInt(-1)).min().orElse(-1);
					for (int reached = 0; reached <= least; reached++) {
						seen.computeIfAbsent(Milestone.values()[reached],
								milestone -> new Reached(Duration.ofNanos(System.nanoTime() - begun), processorTime()));
					}
					return least >= phase && states.stream().allMatch(state -> TestNode.isAt(state, phase));
				});
		}
		catch (ConditionTimeoutException late) {
			String states = nodes().stream().map(TestNode::brief).collect(Collectors.joining("\n"));
			throw new AssertionError("not all in phase " + phase + " within " + PATIENCE + "\n" + states, late);
		}
		return seen;
	}

	/**
	 * What it took to get there.
	 *
	 * @param wall since the waiting began
	 * @param processor of all processes since they were started
	 */
	record Reached(Duration wall, Duration processor) {

		@Override
		public String toString() {
			return Figures.seconds(wall) + ", " + Figures.seconds(processor) + " of processor";
		}

	}

	/** All nodes in this phase. */
	enum Milestone {

		PHASE_0, PHASE_1, PHASE_2, PHASE_3

	}

}
