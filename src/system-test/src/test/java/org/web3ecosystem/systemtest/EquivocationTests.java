package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Liars;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A validator that signs two events for one place is isolated by all others, with
 * evidence that anybody can verify; one that is only ill is not.
 */
@SystemTest
class EquivocationTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** What each of them has bonded, and weighs. */
	private static final long STAKE = 1_000;

	private static final String JSON = "application/json";

	@Test
	void whoContradictsItselfIsIsolatedByAllWithEvidenceAndComesBackByADecisionAlone() {
		Path work = Scratch.directory(getClass());
		try (Processes federation = new Processes(work)) {
			Liars liars = Liars.in(work);
			TestNode liar = federation.node(4);
			federation.runFrom(liar, liars.path());
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			List<TestNode> honest = federation.nodes().subList(0, 3);
			assertThat(byzantine(federation, federation.node(1)).path("isolated").size()).isZero();

			long begun = System.nanoTime();
			Liars.lie(liar);
			String evidence = awaitIsolated(federation, honest, liar);
			Figures.note("a validator contradicts itself until all others have isolated it, four processes",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - begun)), "5 s");
			awaitWeight(federation, honest, liar, 0);
			Liars.stop(liar);
			for (TestNode node : honest) {
				assertThat(taken(federation, node)).as("taken at " + node).isEqualTo(STAKE / 2);
				assertThat(stake(federation, node, liar)).as("left at " + node).isEqualTo(STAKE - STAKE / 2);
				assertThat(stake(federation, node, node)).as("of " + node).isEqualTo(STAKE);
			}

			assertThat(offline(federation, liars, work, evidence)).isEqualTo("convicts node4 " + evidence);
			assertThat(FederationContract.register(federation, "after").statusCode()).isIn(200, 201, 202);
			for (TestNode node : honest) {
				FederationContract.awaitAsset(federation, node, "after");
				assertThat(names(byzantine(federation, node).path("isolated"))).as("isolated at " + node)
					.containsExactly("node4");
				Awaitility.await(node + " has no connection with it")
					.atMost(PATIENCE)
					.until(() -> !stoq(federation, node).path("peers").has(liar.id()));
				assertThat(gossips(stoq(federation, node).path("ports"), liar)).as(node + " gossips with it").isFalse();
			}
			ordersNothing(federation, liar);

			for (TestNode node : honest) {
				assertThat(operator(federation, node)
					.put(node.https("/hypermesh/conduct/nodes/" + liar.id() + "/rehabilitation"), JSON, new byte[0])
					.statusCode()).as("rehabilitation by " + node).isEqualTo(200);
			}
			awaitWeight(federation, honest, liar, STAKE);
			assertThat(stake(federation, honest.getFirst(), liar)).as("what is taken stays so").isEqualTo(STAKE / 2);
			federation.kill9(liar);
			federation.runFromJar(liar);
			federation.start(liar);
			liar.awaitPhase(3, PATIENCE);
			Awaitility.await("node4 orders again")
				.atMost(PATIENCE)
				.ignoreExceptionsInstanceOf(UncheckedIOException.class)
				.until(() -> register(federation, liar, "back") == 201);
		}
	}

	/**
	 * One more than a federation of four bears. The engine may stand still before it has
	 * ordered all of the evidence: then each honest node shows its own.
	 */
	@Test
	void twoOfFourWhoContradictThemselvesAreNamedWithEvidenceAndTheOthersStop() throws IOException {
		Path work = Scratch.directory(getClass()).resolve("two");
		try (Processes federation = new Processes(Files.createDirectories(work))) {
			Liars liars = Liars.in(work);
			List<TestNode> honest = federation.nodes().subList(0, 2);
			List<TestNode> lying = federation.nodes().subList(2, 4);
			lying.forEach(liar -> federation.runFrom(liar, liars.path()));
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			assertThat(FederationContract.register(federation, "before").statusCode()).isIn(200, 201, 202);
			honest.forEach(node -> FederationContract.awaitAsset(federation, node, "before"));

			lying.forEach(Liars::lie);
			for (TestNode node : honest) {
				Awaitility.await(node + " names both and stops").atMost(PATIENCE).untilAsserted(() -> {
					JsonNode byzantine = byzantine(federation, node);
					assertThat(named(byzantine)).as(byzantine.toString()).containsExactly("node3", "node4");
					assertThat(byzantine.path("stopped").asBoolean()).isTrue();
				});
			}

			for (TestNode node : honest) {
				assertThat(register(federation, node, "after")).as("a write at %s", node).isNotEqualTo(201);
				assertThat(operator(federation, node).get(node.https("/hypermesh/assets/before")).statusCode())
					.isEqualTo(200);
				assertThat(operator(federation, node).get(node.https("/hypermesh/assets/after")).statusCode())
					.isEqualTo(404);
				JsonNode byzantine = byzantine(federation, node);
				for (String evidence : Stream.of("isolated", "accused")
					.flatMap(kind -> byzantine.path(kind).values().stream())
					.map(each -> each.path("evidence").asString())
					.toList()) {
					String path = "/hypermesh/conduct/evidence/" + evidence;
					assertThat(operator(federation, node).get(node.https(path)).statusCode()).isEqualTo(200);
				}
			}
		}
	}

	private static List<String> named(JsonNode byzantine) {
		return Stream.of("isolated", "accused")
			.flatMap(kind -> names(byzantine.path(kind)).stream())
			.distinct()
			.sorted()
			.toList();
	}

	@Test
	void aWrongClockAKillAndAnOldDiskIsolateNobody() throws IOException {
		Path work = Scratch.directory(getClass()).resolve("ill");
		try (Processes federation = new Processes(Files.createDirectories(work))) {
			federation.clock(federation.node(3), "+10m");
			federation.giveEveryNodeAnOperator();
			federation.start();
			for (TestNode node : List.of(federation.node(1), federation.node(2), federation.node(4))) {
				node.awaitPhase(3, PATIENCE);
			}
			assertThat(FederationContract.register(federation, "one").statusCode()).isIn(200, 201, 202);

			federation.kill9(federation.node(4));
			Path engine = federation.node(4).home().resolve("hashgraph").resolve("engine");
			Path old = work.resolve("old");
			copy(engine, old);
			federation.start(federation.node(4));
			federation.node(4).awaitPhase(3, PATIENCE);
			assertThat(FederationContract.register(federation, "two").statusCode()).isIn(200, 201, 202);

			federation.kill9(federation.node(4));
			Program.run("rm", "-r", engine.toString()).successfully();
			copy(old, engine);
			federation.start(federation.node(4));
			federation.node(4).awaitPhase(3, PATIENCE);
			assertThat(FederationContract.register(federation, "three").statusCode()).isIn(200, 201, 202);
			FederationContract.awaitAsset(federation, federation.node(4), "three");

			for (TestNode node : List.of(federation.node(1), federation.node(2), federation.node(4))) {
				JsonNode byzantine = byzantine(federation, node);
				assertThat(byzantine.path("isolated").size()).as(byzantine.toString()).isZero();
				assertThat(byzantine.path("stopped").asBoolean()).isFalse();
			}
		}
	}

	private static void copy(Path from, Path to) {
		Program.run("cp", "-a", from.toString(), to.toString()).successfully();
	}

	private static String awaitIsolated(Processes federation, List<TestNode> honest, TestNode liar) {
		String evidence = "";
		for (TestNode node : honest) {
			String found = Awaitility.await(node + " isolates it")
				.atMost(PATIENCE)
				.until(() -> byzantine(federation, node).path("isolated").path(0).path("evidence").asString(""),
						id -> !id.isEmpty());
			assertThat(byzantine(federation, node).path("isolated").path(0).path("node").asString())
				.isEqualTo(liar.id());
			assertThat(found).isEqualTo(evidence.isEmpty() ? found : evidence);
			evidence = found;
		}
		return evidence;
	}

	/** A roster that counts is written with the first block that it orders. */
	private static void awaitWeight(Processes federation, List<TestNode> honest, TestNode liar, long weight) {
		for (TestNode node : honest) {
			Awaitility.await(node + " weighs " + liar + " " + weight)
				.atMost(PATIENCE)
				.pollInterval(Duration.ofSeconds(1))
				.ignoreExceptionsInstanceOf(UncheckedIOException.class)
				.until(() -> {
					register(federation, honest.getFirst(), "tick-" + System.nanoTime());
					JsonNode members = FederationContract
						.json(operator(federation, node).get(node.https("/hypermesh/validators")).body())
						.path("validators");
					return members.size() == 4 && members.values()
						.stream()
						.filter(member -> member.path("node").asString().equals(liar.id()))
						.anyMatch(member -> member.path("weight").asLong(-1) == weight);
				});
		}
	}

	/** With the genesis document and a file, and no node. */
	private static String offline(Processes federation, Liars liars, Path work, String evidence) {
		Path proof = work.resolve("evidence.cbor");
		Platform
			.run("proof", "get", "--module=conduct", "--key=evidence/" + evidence, "--to=" + proof,
					"--home=" + federation.node(2).home())
			.successfully();
		return liars.verify(federation.node(2).home().resolve("genesis.cbor"), proof);
	}

	private static void ordersNothing(Processes federation, TestNode liar) {
		assertThat(register(federation, liar, "by-the-liar")).isNotEqualTo(201);
		TestNode first = federation.node(1);
		assertThat(operator(federation, first).get(first.https("/hypermesh/assets/by-the-liar")).statusCode())
			.isEqualTo(404);
	}

	/** What the one who is convicted lost, as a node says. */
	private static long taken(Processes federation, TestNode node) {
		return FederationContract.json(operator(federation, node).get(node.https("/hypermesh/conduct")).body())
			.path("nodes")
			.path(0)
			.path("taken")
			.asLong(-1);
	}

	private static long stake(Processes federation, TestNode at, TestNode of) {
		return FederationContract.json(operator(federation, at).get(at.https("/caesar/stake")).body())
			.path("stakes")
			.values()
			.stream()
			.filter(stake -> stake.path("node").asString().equals(of.id()))
			.mapToLong(stake -> stake.path("stake").asLong())
			.findFirst()
			.orElse(-1);
	}

	private static int register(Processes federation, TestNode node, String id) {
		try {
			return operator(federation, node)
				.post(node.https("/hypermesh/assets"), JSON, "{\"id\":\"" + id + "\",\"kind\":\"storage\"}")
				.statusCode();
		}
		catch (UncheckedIOException late) {
			return 0;
		}
	}

	private static List<String> names(JsonNode isolated) {
		return isolated.values().stream().map(each -> each.path("name").asString()).toList();
	}

	private static JsonNode byzantine(Processes federation, TestNode node) {
		return actuator(federation, node, "byzantine");
	}

	/** The liar has the largest engine id, so the others dial it. */
	private static boolean gossips(JsonNode ports, TestNode with) {
		String brief = with.id().substring(0, 8);
		return ports.path("served").toString().contains(brief) || ports.path("reached")
			.values()
			.stream()
			.anyMatch(way -> way.path("peer").asString().equals(brief) && way.path("open").asInt() > 0);
	}

	private static JsonNode stoq(Processes federation, TestNode node) {
		return actuator(federation, node, "stoq");
	}

	private static JsonNode actuator(Processes federation, TestNode node, String endpoint) {
		HttpResponse<String> answer = operator(federation, node).get(node.https("/actuator/" + endpoint));
		assertThat(answer.statusCode()).as(endpoint + " of " + node).isEqualTo(200);
		return FederationContract.json(answer.body());
	}

	private static Operator operator(Processes federation, TestNode node) {
		return Operator.of(federation.root(), node.home());
	}

}
