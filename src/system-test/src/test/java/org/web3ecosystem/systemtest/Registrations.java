package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operators who register assets one after the other, each until it is acknowledged, and
 * the proof that none was lost. They leave the machine time for what the test is about: a
 * proof of work has its price, and as fast as they can they would have all of it.
 */
final class Registrations {

	private static final String JSON = "application/json";

	/** Between one that was acknowledged and the next of the same operator. */
	private static final Duration PACE = Duration.ofMillis(200);

	private static final int CREATED = 201;

	private static final int OK = 200;

	private static final int CONFLICT = 409;

	private final Processes federation;

	private final Set<String> registered = ConcurrentHashMap.newKeySet();

	private final AtomicLong last = new AtomicLong(System.nanoTime());

	private final AtomicLong pause = new AtomicLong();

	private final List<Thread> clients;

	private volatile boolean over;

	/** Begins, with one client for each of these nodes. */
	Registrations(Processes federation, List<TestNode> nodes) {
		this.federation = federation;
		this.clients = nodes.stream().map(node -> Thread.ofVirtual().start(() -> register(node))).toList();
	}

	void forgetPause() {
		pause.set(0);
	}

	/** The longest time between two that were acknowledged. */
	Duration longestPause() {
		return Duration.ofNanos(pause.get());
	}

	/** How long nothing has been acknowledged. */
	Duration silence() {
		return Duration.ofNanos(System.nanoTime() - last.get());
	}

	void awaitMore(int more) {
		long wanted = registered.size() + more;
		Awaitility.await("acknowledged registrations")
			.atMost(TestFederation.PATIENCE)
			.until(() -> registered.size() >= wanted);
	}

	/** Ends, when the last one was acknowledged or given up. */
	void end() throws InterruptedException {
		over = true;
		for (Thread client : clients) {
			client.join();
		}
	}

	/** Says it again until there is an answer, as a client would. */
	private void register(TestNode node) {
		Operator operator = Operator.of(federation.root(), node.home());
		for (int i = 0; !over; i++) {
			String id = node.name() + "-" + i;
			while (!over && !isAcknowledged(operator, node, id)) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
			}
			LockSupport.parkNanos(PACE.toNanos());
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

	/** Until a node has all that was acknowledged. */
	void awaitAllOn(TestNode node) {
		Awaitility.await("all at " + node)
			.atMost(TestFederation.PATIENCE)
			.pollInterval(Duration.ofSeconds(1))
			.untilAsserted(() -> areThereOn(node));
	}

	/** Whether a node has all that was acknowledged. */
	void areThereOn(TestNode node) {
		List<String> missing = new ArrayList<>();
		Operator reader = Operator.of(federation.root(), node.home());
		for (String id : registered) {
			if (reader.get(node.https("/hypermesh/assets/" + id)).statusCode() != OK) {
				missing.add(id);
			}
		}
		assertThat(missing).as("of %d", registered.size()).isEmpty();
	}

}
