package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Four validators, however they are run. */
public interface TestFederation extends AutoCloseable {

	/** Generous: machines are loaded, and figures are measured elsewhere. */
	Duration PATIENCE = Duration.ofSeconds(240);

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
	 * Polls all nodes until each is in {@code phase} or later.
	 * @return how long it took from now until all were in each phase
	 */
	default Map<Milestone, Duration> awaitPhase(int phase) {
		long begun = System.nanoTime();
		Map<Milestone, Duration> seen = new EnumMap<>(Milestone.class);
		try {
			Awaitility.await("all in phase " + phase)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.atMost(PATIENCE)
				.until(() -> {
					int least = nodes().stream().mapToInt(TestNode::phase).min().orElse(-1);
					for (int reached = 0; reached <= least; reached++) {
						seen.putIfAbsent(Milestone.values()[reached], Duration.ofNanos(System.nanoTime() - begun));
					}
					return least >= phase;
				});
		}
		catch (ConditionTimeoutException late) {
			String states = nodes().stream().map(TestNode::brief).collect(Collectors.joining("\n"));
			throw new AssertionError("not all in phase " + phase + " within " + PATIENCE + "\n" + states, late);
		}
		return seen;
	}

	/** All nodes in this phase. */
	enum Milestone {

		PHASE_0, PHASE_1, PHASE_2, PHASE_3

	}

}
