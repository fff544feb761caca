package org.web3ecosystem.platform.local;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.platform.local.Walk.Seen;
import org.web3ecosystem.platform.status.NodeState;
import org.web3ecosystem.spi.health.CriterionId;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTests {

	private static final Marks PLAIN = Marks.of(StandardCharsets.UTF_8, false);

	@Test
	void theBoardHasARowPerPhaseAndUnderItEachCriterion() {
		Walk walk = walk(7300, state(1, Map.of("certificates-active", "")), state(1, Map.of("certificates-active", "")),
				state(1, Map.of()), state(0, Map.of("all-services-started", "", "basic-connectivity", "")));
		assertThat(new Board(PLAIN, 100).lines(walk)).containsExactly(
				"✓ phase 0  traditional bootstrap    4 of 4 nodes", "    ✓ All services started",
				"    ✓ Basic connectivity established",
				"    … Health checks passing                waiting for node4: health-checks not met",
				"… phase 1  hybrid trust             3 of 4 nodes",
				"    … TrustChain certificates active       waiting for node3: certificates-active not met",
				"    … STOQ transport secured               waiting for node1: transport-secured not met",
				"    … Service discovery operational        waiting for node1: discovery-operational not met",
				"… phase 2  partial federation       0 of 4 nodes", "    … Consensus validation active",
				"    … Byzantine detection online", "    … Federation endpoints ready",
				"… phase 3  full federation          0 of 4 nodes", "    … All advanced features active",
				"    … Performance targets met", "    … No fallback mechanisms active", "7.3 s");
	}

	@Test
	void coloursAppearOnATerminalOnly() {
		Walk walk = walk(100, state(0, Map.of()));
		assertThat(String.join("", new Board(Marks.of(StandardCharsets.UTF_8, true), 100).lines(walk)))
			.contains("\u001b[");
		assertThat(String.join("", new Board(PLAIN, 100).lines(walk))).doesNotContain("\u001b");
	}

	@Test
	void marksAreWhatTheCharacterSetHas() {
		assertThat(Marks.of(StandardCharsets.US_ASCII, false)).isEqualTo(new Marks("+", "-", false));
	}

	@Test
	void aLineNeverOutgrowsTheTerminal() {
		Walk walk = walk(100, state(0, Map.of()));
		assertThat(new Board(PLAIN, 60).lines(walk)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
	}

	@Test
	void theChronicleSaysOnlyWhatIsNew() {
		Chronicle chronicle = new Chronicle(PLAIN);
		List<String> lines = new ArrayList<>();
		lines.addAll(chronicle.news(new Walk(List.of(new Seen("node1", Optional.empty())), Duration.ofMillis(500), 0)));
		lines.addAll(chronicle.news(walk(1000, state(0, Map.of()))));
		lines.addAll(chronicle.news(walk(1250, state(0, Map.of()))));
		lines.addAll(chronicle.news(walk(1500, state(0, Map.of("health-checks", "")))));
		lines.addAll(chronicle.news(walk(4600, state(0, Map.of("health-checks", "")))));
		lines.addAll(chronicle.news(walk(9000, state(0, Map.of("health-checks", "")))));
		lines.addAll(chronicle.news(walk(9250, state(1, Map.of()))));
		lines.addAll(chronicle.news(walk(9500, state(0, Map.of()))));
		assertThat(lines).containsExactly("    1.0 s  phase 0: all 1 nodes", "    1.5 s    ✓ Health checks passing",
				"    4.6 s    … All services started waiting for node1: all-services-started not met",
				"    4.6 s    … Basic connectivity established waiting for node1: basic-connectivity not met",
				"    9.3 s  phase 1: all 1 nodes", "    9.3 s    ✓ All services started",
				"    9.3 s    ✓ Basic connectivity established", "    9.5 s  back to phase 0",
				"    9.5 s    … All services started waiting for node1: all-services-started not met",
				"    9.5 s    … Basic connectivity established waiting for node1: basic-connectivity not met",
				"    9.5 s    … Health checks passing waiting for node1: health-checks not met");
	}

	@Test
	void aNodeThatComesBackIsNotWhereItWasUntilItIsReady() {
		Chronicle chronicle = new Chronicle(PLAIN);
		List<String> lines = new ArrayList<>();
		lines.addAll(chronicle.news(walk(1000, state(3, false, Map.of()))));
		lines.addAll(chronicle.news(walk(5000, state(3, false, Map.of()))));
		lines.addAll(chronicle.news(walk(8000, state(3, true, Map.of()))));
		lines.addAll(chronicle.news(walk(9000, state(3, false, Map.of()))));
		assertThat(lines).containsSubsequence("    1.0 s  phase 2: all 1 nodes",
				"    5.0 s    … not ready: node1: nobody answers for consensus", "    8.0 s  phase 3: all 1 nodes",
				"    9.0 s  not ready in phase 3: node1: nobody answers for consensus");
		assertThat(new Board(PLAIN, 100).lines(walk(1000, state(3, false, Map.of()))))
			.contains("… phase 3  full federation          0 of 1 nodes")
			.contains("… not ready: node1: nobody answers for consensus");
	}

	@Test
	void aCountThatGrowsIsNoNewsAndWhatWasMeasuredIsSaidOnce() {
		Chronicle chronicle = new Chronicle(PLAIN);
		List<String> lines = new ArrayList<>();
		lines.addAll(chronicle.news(walk(1000, measured("DOWN", "2 of 20 probes"))));
		for (int seconds = 5; seconds < 100; seconds++) {
			lines.addAll(chronicle.news(walk(seconds * 1000, measured("DOWN", seconds / 5 + " of 20 probes"))));
		}
		lines.addAll(chronicle.news(walk(100_000, measured("UP", "p95 0.4 ms of 10 ms"))));
		lines.addAll(chronicle.news(walk(101_000, measured("UP", "p95 0.5 ms of 10 ms"))));
		assertThat(lines).filteredOn(line -> line.contains("Performance"))
			.containsExactly("    5.0 s    … Performance targets met waiting for node1: 1 of 20 probes",
					"  100.0 s    ✓ Performance targets met (p95 0.4 ms of 10 ms)");
	}

	@Test
	void whatComesAndGoesIsNotSaidEveryTime() {
		Chronicle chronicle = new Chronicle(PLAIN);
		List<String> lines = new ArrayList<>();
		for (int seconds = 0; seconds < 120; seconds++) {
			lines.addAll(chronicle.news(walk(seconds * 1000, measured(seconds % 2 == 0 ? "UP" : "DOWN", "seen"))));
		}
		assertThat(lines).filteredOn(line -> line.contains("Performance")).hasSizeBetween(4, 14);
	}

	@Test
	void completeIsWaitedForByName() {
		assertThat(walk(1, state(3, Map.of("no-fallback", ""))).completeWaitsFor()).extracting(Walk.Row::criterion)
			.containsExactly("All advanced features active", "Performance targets met");
	}

	@Test
	void whatIsNotBuiltIsNamedOnce() {
		String reason = "node1: caesar economy: not built yet; hypermesh space-proof: not built yet";
		assertThat(Summary.brief(reason)).isEqualTo("not built yet: caesar economy, hypermesh space-proof");
		assertThat(Summary.brief("node3: no fallback for 23 s of 30 s"))
			.isEqualTo("node3: no fallback for 23 s of 30 s");
	}

	private static Walk walk(long millis, NodeState... states) {
		return new Walk(IntStream.range(0, states.length)
			.mapToObj(i -> new Seen("node" + (i + 1), Optional.of(states[i])))
			.toList(), Duration.ofMillis(millis), 0);
	}

	private static NodeState measured(String status, String reason) {
		return NodeState
			.parse("{\"phase\":3,\"ready\":true,\"gates\":[{\"to\":\"complete\",\"id\":\"performance-targets\","
					+ "\"criterion\":\"Performance targets met\",\"status\":\"" + status + "\",\"reason\":\"" + reason
					+ "\"}]}");
	}

	private static NodeState state(int phase, Map<String, String> met) {
		return state(phase, true, met);
	}

	private static NodeState state(int phase, boolean ready, Map<String, String> met) {
		StringBuilder gates = new StringBuilder();
		for (CriterionId id : CriterionId.values()) {
			gates.append(gates.isEmpty() ? "" : ",")
				.append("{\"to\":\"%s\",\"id\":\"%s\",\"criterion\":\"%s\",\"status\":\"%s\",\"reason\":\"%s\"}"
					.formatted(id.gate().to(), id.id(), id.criterion(), met.containsKey(id.id()) ? "UP" : "DOWN",
							id.id() + " not met"));
		}
		return NodeState.parse(
				"{\"phase\":%d,\"ready\":%b,\"degradations\":[%s],\"complete\":false,\"term\":1,\"gates\":[%s],\"somethingNew\":1}"
					.formatted(phase, ready, ready ? "" : "\"nobody answers for consensus\"", gates));
	}

}
