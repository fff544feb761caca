package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Reach.Reply;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestFederation.Milestone;
import org.web3ecosystem.systemtest.harness.TestFederation.Reached;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Four processes, and harm done to them. Each test finds and leaves all in phase 3. */
@SystemTest
class ChaosTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** Bytes of a log; a loop that complains at each turn writes as much in a second. */
	private static final long MUCH = 2_000_000;

	/** Megabytes of heap, with which a node does not come far. */
	private static final int TOO_LITTLE = 20;

	/** How much longer a disk takes. */
	private static final Duration LATE = Duration.ofMillis(400);

	/** Descriptors. */
	private static final int ENOUGH = 4_096;

	private Processes federation;

	/** The first is asked all the time. */
	@BeforeAll
	void killOneAtTheBeginningOfEachPhase() {
		federation = new Processes(Scratch.directory(getClass()));
		federation.start();
		for (int phase = 1; phase <= 3; phase++) {
			TestNode victim = federation.node(phase + 1);
			int entered = phase;
			Awaitility.await(victim + " enters phase " + phase)
				.pollInterval(Duration.ofMillis(5))
				.atMost(PATIENCE)
				.until(() -> journal(victim).contains(entered));
			federation.kill9(victim);
			federation.start(victim);
		}
	}

	@BeforeEach
	void allInPhase3() {
		federation.start();
		federation.awaitPhase(3);
	}

	@AfterAll
	void end() {
		if (federation != null) {
			federation.close();
		}
	}

	@Test
	void whoIsKilledAtTheBeginningOfAPhaseGoesOnFromThere() throws IOException {
		for (TestNode node : federation.nodes()) {
			assertThat(journal(node)).as("phases in the journal of %s", node).startsWith(0, 1, 2, 3);
			assertThat(FederationContract.state(node).path("chainId"))
				.isEqualTo(FederationContract.state(federation.node(1)).path("chainId"));
		}
	}

	/** The phases that a node came to, in that order. */
	private static List<Integer> journal(TestNode node) throws IOException {
		Path journal = node.home().resolve("bootstrap/journal");
		// what is written just now has no end yet
		return Files.exists(journal) ? Pattern.compile("(?m)^[^\t]+\t[^\t]+\t[a-z]+\t(\\d)\t.*\n")
			.matcher(Files.readString(journal))
			.results()
			.map(line -> Integer.valueOf(line.group(1)))
			.toList() : List.of();
	}

	@Test
	void aQuorumGoesOnWithoutANodeThatIsKilledAndThenHasNoMemory() throws IOException {
		TestNode victim = federation.node(2);
		federation.kill9(victim);
		federation.heap(victim, TOO_LITTLE);
		federation.start(victim);

		String id = "meanwhile-" + Long.toHexString(System.nanoTime());
		assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, federation.node(4), id);
		assertThat(federation.awaitExit(victim)).as("how Java ends without memory").isEqualTo(3);
		assertThat(Files.readString(federation.log(victim))).contains("Terminating due to java.lang.OutOfMemoryError");

		federation.heap(victim, Processes.HEAP);
		federation.start(victim);
		long begun = System.nanoTime();
		victim.awaitPhase(3, PATIENCE);
		Figures.note("four processes: killed node started → in PHASE_3", Duration.ofNanos(System.nanoTime() - begun));
		FederationContract.awaitAsset(federation, victim, id);
	}

	@Test
	void allKilledResume() {
		JsonNode before = FederationContract.state(federation.node(1));
		String id = "remembered-" + Long.toHexString(System.nanoTime());
		assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, federation.node(3), id);
		federation.kill9();

		federation.start();
		Reached again = Objects.requireNonNull(federation.awaitPhase(3).get(Milestone.PHASE_3));

		Figures.note("four processes: start after kill -9 → all in PHASE_3", again.toString());
		JsonNode after = FederationContract.state(federation.node(1));
		assertThat(after.path("chainId")).isEqualTo(before.path("chainId"));
		for (TestNode node : federation.nodes()) {
			FederationContract.awaitAsset(federation, node, id);
		}
	}

	@Test
	void aPausedNodeIsMissedByNobodyAndComesBack() {
		TestNode paused = federation.node(4);
		federation.pause(paused);
		try {
			String id = "paused-" + Long.toHexString(System.nanoTime());
			assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
			FederationContract.awaitAsset(federation, federation.node(2), id);
		}
		finally {
			federation.resume(paused);
		}
		paused.awaitPhase(3, PATIENCE);
	}

	@Test
	void aSlowDiskIsSaidAndHoldsUpNobodyElse() {
		TestNode slow = federation.node(2);
		federation.kill9(slow);
		federation.slowDisk(slow, LATE);
		federation.set(slow, "--web3.bootstrap.slow-disk=" + LATE.dividedBy(2).toMillis() + "ms");
		federation.start(slow);
		String said = slow
			.await("says that its disk is slow", PATIENCE,
					state -> state.path("degradations").toString().contains("the disk takes to keep a few bytes"))
			.path("degradations")
			.toString();
		assertThat(said).contains("give the node a faster one");
		slow.awaitPhase(3, PATIENCE);
		String id = "late-" + Long.toHexString(System.nanoTime());
		assertThat(FederationContract.register(federation, id).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, federation.node(3), id);
		FederationContract.awaitAsset(federation, slow, id);

		federation.kill9(slow);
		federation.asOthers(slow);
	}

	/**
	 * Reads go on over a connection that is open; a new one needs a descriptor. From then
	 * on nobody is sent to it, whatever its engine could write meanwhile.
	 */
	@Test
	void aNodeWithoutFileDescriptorsIsNotReadyUntilItIsStartedAgain() throws IOException {
		TestNode poor = federation.node(3);
		String had = "had-" + Long.toHexString(System.nanoTime());
		String missed = "missed-" + Long.toHexString(System.nanoTime());
		assertThat(FederationContract.register(federation, had).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, poor, had);
		long height = height(FederationContract.state(poor));
		long before = Files.size(federation.log(poor));
		int used = federation.openDescriptors(poor);
		federation.limitDescriptors(poor, used + used / 20);
		poor.await("says that they are nearly used up", PATIENCE,
				state -> state.path("degradations").toString().contains("file descriptors are nearly used up"));

		federation.limitDescriptors(poor, used / 2);
		JsonNode state = poor.await("says that none is left", PATIENCE,
				seen -> seen.path("degradations").toString().contains("no file descriptor"));
		assertThat(state.path("status").asString()).isEqualTo("DEGRADED");
		assertThat(state.path("degradations").toString()).contains("raise the limit of open files");
		assertThat(state.path("ready").asBoolean()).as("ready without a descriptor").isFalse();
		assertThat(FederationContract.register(federation, missed).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, federation.node(4), missed);
		Awaitility.await("an administrator is told")
			.atMost(PATIENCE)
			.until(() -> Files.readString(federation.log(poor))
				.lines()
				.anyMatch(line -> line.contains("alert=degraded") && line.contains("file descriptor")));
		assertThat(Files.size(federation.log(poor)) - before).as("what it said of it").isLessThan(MUCH);

		federation.limitDescriptors(poor, ENOUGH);
		JsonNode again = poor.await("says that it has to be started again", PATIENCE,
				seen -> seen.path("degradations").toString().contains("start the node again"));
		assertThat(again.path("ready").asBoolean()).as("ready without a new start").isFalse();
		Reply readiness = poor.get("/actuator/health/readiness");
		assertThat(readiness.statusCode()).isEqualTo(503);
		assertThat(readiness.body()).contains("start the node again");
		assertThat(poor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(Operator.anonymous(federation.root()).get(poor.https("/hypermesh/assets/" + had)).statusCode())
			.as("what it says of what it had")
			.isIn(200, 503);
		federation.kill9(poor);
		federation.start(poor);
		poor.awaitPhase(3, PATIENCE);
		FederationContract.awaitAsset(federation, poor, missed);
		assertThat(height(FederationContract.state(poor))).isGreaterThan(height);
	}

	private static long height(JsonNode state) {
		return state.path("components")
			.valueStream()
			.filter(component -> component.path("name").asString().equals("hypermesh"))
			.mapToLong(component -> component.path("details").path("height").asLong())
			.findFirst()
			.orElseThrow();
	}

}
