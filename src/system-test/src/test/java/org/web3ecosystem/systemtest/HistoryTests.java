package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import org.web3ecosystem.systemtest.history.Lease;
import org.web3ecosystem.systemtest.history.Linearizability;
import org.web3ecosystem.systemtest.history.Operation;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four operators at four processes lease one asset and give it back, as fast as they can,
 * while processes are killed, paused and started. One order of all that was answered has
 * to explain it: nobody has the asset twice, and nothing that was acknowledged is lost.
 */
@SystemTest
class HistoryTests {

	private static final String ASSET = "contended";

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int CREATED = 201;

	private static final int OK = 200;

	/** Longer than this test, so that no lease ends by itself. */
	private static final String BODY = "{\"seconds\":7200}";

	/** What has to be acknowledged between two harms, so that each meets some. */
	private static final int BETWEEN = 10;

	private final Queue<Operation<Lease.Call>> history = new ConcurrentLinkedQueue<>();

	private volatile boolean over;

	@Test
	void leasesUnderFaultsAreLinearizable() throws InterruptedException {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			register(federation);
			federation.nodes().forEach(node -> FederationContract.awaitAsset(federation, node, ASSET));
			List<Thread> clients = federation.nodes()
				.stream()
				.map(node -> Thread.ofVirtual().start(() -> leaseAndRelease(federation, node)))
				.toList();

			harm(federation);

			over = true;
			for (Thread client : clients) {
				client.join();
			}
			federation.awaitPhase(3);
			seen(federation);
		}
		List<Operation<Lease.Call>> all = new ArrayList<>(history);
		assertThat(Linearizability.holds(Lease.MODEL, all)).as("%s", all).isTrue();
		Figures.note("leases of one asset by four operators under faults: acknowledged, unknown",
				acknowledged() + ", " + (all.size() - acknowledged()) + "; one order explains them");
	}

	/** Services are for everybody and are not leased. */
	private static void register(Processes federation) {
		TestNode first = federation.node(1);
		Operator owner = Operator.of(federation.root(), first.home());
		Awaitility.await("the asset is registered")
			.atMost(PATIENCE)
			.until(() -> owner
				.post(first.https("/hypermesh/assets"), "application/json",
						"{\"id\":\"" + ASSET + "\",\"kind\":\"storage\"}")
				.statusCode() == CREATED);
	}

	private void harm(Processes federation) {
		TestNode second = federation.node(2);
		TestNode third = federation.node(3);
		awaitMore(BETWEEN);
		federation.kill9(third);
		awaitMoreWithout(federation, third);
		federation.pause(second);
		// two of four: nothing is decided until one is back
		federation.start(third);
		federation.resume(second);
		third.awaitPhase(3, PATIENCE);
		awaitMore(BETWEEN);
		federation.pause(federation.node(4));
		awaitMoreWithout(federation, federation.node(4));
		federation.resume(federation.node(4));
		awaitMore(BETWEEN);
	}

	/** If it was just the one that has the lease, nobody can do anything. */
	private void awaitMoreWithout(Processes federation, TestNode harmed) {
		long wanted = acknowledged() + BETWEEN;
		Operator reader = Operator.anonymous(federation.root());
		Awaitility.await("acknowledged without " + harmed)
			.atMost(PATIENCE)
			.until(() -> acknowledged() >= wanted || has(state(reader, federation.node(1)), harmed));
	}

	private static boolean has(JsonNode state, TestNode node) {
		return state.path("is").asString().equals("LEASED") && state.path("lessee").asString().equals(node.id());
	}

	private void awaitMore(int more) {
		long wanted = acknowledged() + more;
		Awaitility.await("acknowledged leases and releases").atMost(PATIENCE).until(() -> acknowledged() >= wanted);
	}

	private long acknowledged() {
		return history.stream().filter(each -> each.returned() != Operation.NEVER).count();
	}

	private void leaseAndRelease(Processes federation, TestNode node) {
		Operator operator = Operator.of(federation.root(), node.home());
		String self = node.id();
		while (!over) {
			try {
				JsonNode state = state(operator, node);
				if (state.path("is").asString().equals("FREE")) {
					lease(operator, node);
				}
				else if (state.path("lessee").asString().equals(self)) {
					release(operator, node, state.path("term").asLong());
				}
			}
			catch (UncheckedIOException silent) {
				// what was under way is in the history
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	private static JsonNode state(Operator operator, TestNode node) {
		return FederationContract.json(operator.get(node.https("/hypermesh/assets/" + ASSET)).body()).path("state");
	}

	private void lease(Operator operator, TestNode node) {
		long called = System.nanoTime();
		try {
			HttpResponse<String> answer = operator.post(node.https("/hypermesh/assets/" + ASSET + "/lease"),
					"application/json", BODY);
			if (answer.statusCode() == CREATED) {
				long term = FederationContract.json(answer.body()).path("state").path("term").asLong();
				history.add(new Operation<>(new Lease.Call.Leased(term), called, System.nanoTime()));
			}
			else if (isUnknown(answer)) {
				history.add(new Operation<>(new Lease.Call.Leasing(), called, Operation.NEVER));
			}
		}
		catch (UncheckedIOException silent) {
			history.add(new Operation<>(new Lease.Call.Leasing(), called, Operation.NEVER));
		}
	}

	private void release(Operator operator, TestNode node, long term) {
		long called = System.nanoTime();
		try {
			HttpResponse<String> answer = operator
				.delete(node.https("/hypermesh/assets/" + ASSET + "/lease?term=" + term));
			if (answer.statusCode() == OK) {
				history.add(new Operation<>(new Lease.Call.Released(term), called, System.nanoTime()));
			}
			else if (isUnknown(answer)) {
				history.add(new Operation<>(new Lease.Call.Releasing(term), called, Operation.NEVER));
			}
		}
		catch (UncheckedIOException silent) {
			history.add(new Operation<>(new Lease.Call.Releasing(term), called, Operation.NEVER));
		}
	}

	/** What is refused is a 4xx; whatever else may have had its effect. */
	private static boolean isUnknown(HttpResponse<String> answer) {
		return answer.statusCode() >= 500;
	}

	/** When all nodes say the same, each has seen it. */
	private void seen(Processes federation) {
		long called = System.nanoTime();
		Operator reader = Operator.anonymous(federation.root());
		JsonNode last = Awaitility.await("all nodes have one lease").atMost(PATIENCE).until(() -> {
			List<JsonNode> states = federation.nodes().stream().map(node -> state(reader, node)).distinct().toList();
			return states.size() == 1 ? states.getFirst() : null;
		}, Objects::nonNull);
		Lease lease = new Lease(last.path("term").asLong(), last.path("is").asString().equals("LEASED"));
		history.add(new Operation<>(new Lease.Call.Seen(lease), called, System.nanoTime()));
	}

}
