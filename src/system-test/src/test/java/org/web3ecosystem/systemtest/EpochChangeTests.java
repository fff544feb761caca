package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four processes change who they are while their operators register assets: a weight, a
 * gossip key while a process is killed in the middle, two more while it is away, and the
 * end of a validator. Nothing that was acknowledged is lost, and what is proven
 * afterwards is checked with the genesis document alone.
 */
@SystemTest
class EpochChangeTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String JSON = "application/json";

	private static final int CREATED = 201;

	private static final int OK = 200;

	private static final int CONFLICT = 409;

	/** What has to be acknowledged between two changes. */
	private static final int BETWEEN = 20;

	private final Set<String> registered = ConcurrentHashMap.newKeySet();

	private final AtomicLong last = new AtomicLong(System.nanoTime());

	private final AtomicLong pause = new AtomicLong();

	private volatile boolean over;

	@Test
	void theRosterChangesUnderWritesAndNothingIsLost() throws InterruptedException {
		Path work = Scratch.directory(getClass());
		try (Processes federation = new Processes(work)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			List<Thread> clients = federation.nodes()
				.stream()
				.limit(3)
				.map(node -> Thread.ofVirtual().start(() -> register(federation, node)))
				.toList();
			awaitMore(BETWEEN);

			pause.set(0);
			change(federation, "weigh node4 900", 1);
			awaitEpoch(federation, 1, federation.nodes());
			awaitMore(BETWEEN);
			Figures.note("longest time without an acknowledged write while the roster changes, four processes",
					Figures.seconds(Duration.ofNanos(pause.get())), "3 s");

			change(federation, "rekey", 2);
			federation.kill9(federation.node(3));
			federation.start(federation.node(3));
			awaitEpoch(federation, 2, federation.nodes());
			awaitMore(BETWEEN);

			federation.kill9(federation.node(3));
			change(federation, "weigh node4 950", 3);
			awaitEpoch(federation, 3, List.of(federation.node(1), federation.node(2), federation.node(4)));
			change(federation, "weigh node4 1000", 4);
			awaitEpoch(federation, 4, List.of(federation.node(1), federation.node(2), federation.node(4)));
			federation.start(federation.node(3));
			awaitEpoch(federation, 4, federation.nodes());
			awaitMore(BETWEEN);

			change(federation, "remove node4", 5);
			awaitEpoch(federation, 5, federation.nodes().subList(0, 3));
			awaitMore(BETWEEN);
			over = true;
			for (Thread client : clients) {
				client.join();
			}

			assertThat(standing(federation, federation.node(1)).path("validators").size()).isEqualTo(3);
			everythingIsThere(federation);
			provenWithTheGenesisDocumentAlone(federation, work);
		}
	}

	/**
	 * Asks as the operator of the first, and agrees as those of the second and fourth.
	 */
	private static void change(Processes federation, String change, long epoch) {
		TestNode first = federation.node(1);
		String proposal = Awaitility.await("epoch " + epoch + " is proposed").atMost(PATIENCE).until(() -> {
			HttpResponse<String> answer = operator(federation, first)
				.post(first.https("/hypermesh/validators/proposals"), JSON, "{\"changes\":[\"" + change + "\"]}");
			return answer.statusCode() == CREATED
					? FederationContract.json(answer.body()).path("transaction").asString() : "";
		}, id -> !id.isEmpty());
		for (TestNode node : List.of(federation.node(2), federation.node(4))) {
			Awaitility.await(node + " agrees with epoch " + epoch)
				.atMost(PATIENCE)
				.until(() -> operator(federation, node)
					.put(node.https("/hypermesh/validators/proposals/" + proposal + "/approval"), JSON, new byte[0])
					.statusCode() == OK);
		}
	}

	private static void awaitEpoch(Processes federation, long epoch, List<TestNode> nodes) {
		for (TestNode node : nodes) {
			Awaitility.await(node + " is in epoch " + epoch)
				.atMost(PATIENCE)
				.ignoreExceptionsInstanceOf(UncheckedIOException.class)
				.until(() -> standing(federation, node).path("epoch").asLong(-1) == epoch);
		}
	}

	private static JsonNode standing(Processes federation, TestNode node) {
		return FederationContract.json(operator(federation, node).get(node.https("/hypermesh/validators")).body());
	}

	private static Operator operator(Processes federation, TestNode node) {
		return Operator.of(federation.root(), node.home());
	}

	private void awaitMore(int more) {
		long wanted = registered.size() + more;
		Awaitility.await("acknowledged registrations").atMost(PATIENCE).until(() -> registered.size() >= wanted);
	}

	/** Says it again until there is an answer, as a client would. */
	private void register(Processes federation, TestNode node) {
		Operator operator = operator(federation, node);
		for (int i = 0; !over; i++) {
			String id = node.name() + "-" + i;
			while (!over && !isAcknowledged(operator, node, id)) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		}
	}

	private boolean isAcknowledged(Operator operator, TestNode node, String id) {
		try {
			int status = operator
				.post(node.https("/hypermesh/assets"), JSON, "{\"id\":\"" + id + "\",\"kind\":\"storage\"}")
				.statusCode();
			if (status != CREATED && status != CONFLICT) {
				return false;
			}
			registered.add(id);
			long now = System.nanoTime();
			pause.accumulateAndGet(now - last.getAndSet(now), Math::max);
			return true;
		}
		catch (UncheckedIOException silent) {
			return false;
		}
	}

	private void everythingIsThere(Processes federation) {
		List<String> missing = new ArrayList<>();
		TestNode second = federation.node(2);
		Operator reader = operator(federation, second);
		for (String id : registered) {
			if (reader.get(second.https("/hypermesh/assets/" + id)).statusCode() != OK) {
				missing.add(id);
			}
		}
		assertThat(missing).as("of %d", registered.size()).isEmpty();
	}

	private static void provenWithTheGenesisDocumentAlone(Processes federation, Path work) {
		Path genesis = federation.node(4).home();
		Path proof = work.resolve("proof.cbor");
		Path export = work.resolve("export.jsonl");
		Platform
			.run("proof", "get", "--module=ledger", "--key=genesis", "--to=" + proof,
					"--home=" + federation.node(1).home())
			.successfully();
		JsonNode verified = FederationContract
			.json(Platform.run("proof", "verify", "--file=" + proof, "--genesis=" + genesis, "-o", "json")
				.successfully());
		assertThat(verified.path("epoch").asInt()).isEqualTo(5);
		assertThat(verified.path("validators").asInt()).isEqualTo(3);
		Platform.run("export", "--to=" + export, "--home=" + federation.node(2).home()).successfully();
		Platform.run("verify-export", "--file=" + export, "--genesis=" + genesis).successfully();
	}

}
