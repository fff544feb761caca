package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.PeerPorts;
import org.web3ecosystem.spitest.consensus.RecordingApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Four replicas that reach each other by ports that lead through something else. */
class TransportGossipTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/** So that a test need not wait ten seconds for who joins or comes back. */
	private static final Map<String, String> IMPATIENT = Map.of("platformStatus.observingStatusDelay", "1s",
			"consensus.roundsExpired", "60");

	private final LoopbackPorts ports = new LoopbackPorts();

	private final List<RecordingApplication> applications = new ArrayList<>();

	@Test
	void oneThatIsCutOffHearsNothingAndCatchesUpOnceHealed() {
		try (LocalFederation federation = federation()) {
			startAll(federation, Map.of());
			order(federation, 0, "before");
			await(federation, () -> applications.stream().allMatch(it -> has(it, "before")));
			NodeId lonely = federation.nodes().get(3).id();

			ports.cut(lonely);
			order(federation, 0, "meanwhile");
			await(federation, () -> applications.subList(0, 3).stream().allMatch(it -> has(it, "meanwhile")));
			assertThat(has(applications.get(3), "meanwhile")).isFalse();
			assertThat(ports.talking()).noneMatch(pair -> pair.contains(lonely));

			ports.heal(lonely);
			order(federation, 1, "afterwards");
			await(federation, () -> has(applications.get(3), "afterwards"));
			assertThat(has(applications.get(3), "meanwhile")).isTrue();
		}
	}

	@Test
	void theRostersPortIsNotListenedAtAndTheReplicasIsAtLoopbackAlone() throws IOException {
		try (LocalFederation federation = federation()) {
			startAll(federation, Map.of());
			int port = federation.nodes().getFirst().endpoints().gossip();

			assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), port).close())
				.isInstanceOf(IOException.class);
			new Socket(InetAddress.getLoopbackAddress(), port).close();
		}
	}

	@Test
	void whoComesIsReachedAndWhoIsTakenOutIsNotAnyMore() {
		try (LocalFederation federation = federation()) {
			Validator fifth = federation.newcomer();
			List<Member> members = new ArrayList<>(federation.roster().members());
			members.add(new Member(fifth, 1));
			Roster five = new Roster(members);
			Roster four = new Roster(members.stream().filter(member -> member.validator().engineId() != 2).toList());
			NodeId gone = federation.nodes().get(1).id();
			Map<String, Roster> orders = Map.of("five", five, "four", four);
			startAll(federation, orders);

			order(federation, 0, "five");
			goOnUntil(federation, () -> all(federation, 1, 0, 1, 2, 3));
			start(federation.join(five, new Epoch(1)), orders);
			goOnUntil(federation, () -> all(federation, 1, 4));
			await(federation, () -> ports.talking().stream().filter(pair -> pair.contains(fifth.id())).count() == 4);
			order(federation, 0, "four");
			goOnUntil(federation, () -> all(federation, 2, 0, 2, 3, 4));

			await(federation, () -> ports.talking().stream().noneMatch(pair -> pair.contains(gone)));
			order(federation, 4, "by the fifth");
			await(federation, () -> has(applications.get(0), "by the fifth"));
			assertThat(has(applications.get(1), "by the fifth")).isFalse();
		}
	}

	@Test
	void whoIsNotInTheRosterIsNotServed() {
		try (LocalFederation federation = federation()) {
			Node first = federation.nodes().getFirst();
			Map<String, Predicate<NodeId>> served = new HashMap<>();
			TransportGossip gossip = new TransportGossip(first, new ForwardingPorts(ports.of(first.id()), served),
					federation::roster);

			gossip.begin(Set.of(1L, 2L));

			assertThat(served.get("gossip")).accepts(federation.nodes().get(1).id())
				.rejects(federation.nodes().get(2).id(), federation.newcomer().id());
			gossip.end();
			assertThat(served.get("gossip")).rejects(federation.nodes().get(1).id());
		}
	}

	private LocalFederation federation() {
		return new LocalFederation(4, IMPATIENT,
				node -> new TransportGossip(node, ports.of(node.id()), () -> Roster.of(node.genesis())));
	}

	private void startAll(LocalFederation federation, Map<String, Roster> orders) {
		federation.engines().forEach(engine -> start(engine, orders));
		await(federation, () -> federation.engines().stream().allMatch(engine -> engine.report().isActive()));
	}

	private void start(HashgraphEngine engine, Map<String, Roster> orders) {
		RecordingApplication application = new RecordingApplication();
		orders.forEach(application::orders);
		applications.add(application);
		engine.start(application);
	}

	private static boolean all(LocalFederation federation, long epoch, int... replicas) {
		return Arrays.stream(replicas)
			.mapToObj(i -> federation.engines().get(i).report())
			.allMatch(report -> report.epoch().number() == epoch && report.isActive());
	}

	private static boolean has(RecordingApplication application, String transaction) {
		return application.entries().stream().anyMatch(entry -> entry.transaction().equals(transaction));
	}

	private void order(LocalFederation federation, int replica, String transaction) {
		await(federation,
				() -> federation.engines()
					.get(replica)
					.submit(transaction.getBytes(StandardCharsets.UTF_8)) == Submission.TAKEN);
	}

	/** Who joins fetches a state once it is many rounds behind. */
	private void goOnUntil(LocalFederation federation, BooleanSupplier condition) {
		int[] count = new int[1];
		await(federation, () -> {
			federation.engines().getFirst().submit(("on-" + count[0]++).getBytes(StandardCharsets.UTF_8));
			return condition.getAsBoolean();
		});
	}

	private void await(LocalFederation federation, BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("not within " + PATIENCE + ": " + ports.talking() + " "
						+ federation.engines().stream().map(engine -> engine.report().toString()).toList());
			}
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** Remembers who may. */
	private record ForwardingPorts(PeerPorts to, Map<String, Predicate<NodeId>> served) implements PeerPorts {

		@Override
		public Way serve(String name, InetSocketAddress port, Predicate<NodeId> peers) {
			served.put(name, peers);
			return to.serve(name, port, peers);
		}

		@Override
		public Way reach(String name, Supplier<Optional<Peer>> peer) {
			return to.reach(name, peer);
		}

	}

}
