package org.web3ecosystem.stoq.mesh;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.tls.Readmission;
import org.web3ecosystem.stoq.wire.Dials;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/**
 * Ten nodes that begin at once, each with a hundred and fiftieth of a processor for its
 * event loop, and something on each that asks for its peers again as soon as it is told
 * that they are not reached, as gossip does. If handshakes were given up that are under
 * way, all of that work would be done in vain, and be begun again.
 */
class BusyMachineTests {

	private static final int NODES = 10;

	private static final int LINKS = NODES * (NODES - 1);

	private static final double PART = 0.006;

	/** Where nothing is done twice it takes about twenty seconds. */
	private static final Duration AMPLE = Duration.ofMinutes(2);

	private static final Duration ASKED_AGAIN = Duration.ofMillis(100);

	private final TestFederation federation = new TestFederation(NODES,
			Stream.generate(Loopback::freePort).limit(NODES).toList());

	private final TestNode bystander = TestNode.issued(federation.outsider(), federation).listen();

	private final List<Member> members = new ArrayList<>();

	private volatile boolean ended;

	@AfterEach
	void close() {
		ended = true;
		members.forEach(member -> member.component.close());
		bystander.close();
	}

	@Test
	void hardlyAnyHandshakeIsInVain() {
		for (int i = 0; i < NODES; i++) {
			Member member = new Member(federation.node(i));
			members.add(member);
			get(member.component.start());
			new Scarce(get(member.transport.outgoing(bystander.asPeer())).timer()).begin();
		}
		members.forEach(member -> member.roster.set(Roster.of(federation.genesis())));
		for (int i = 0; i < NODES; i++) {
			for (Validator other : federation.genesis().validators().subList(i + 1, NODES)) {
				Member from = members.get(i);
				Thread.startVirtualThread(() -> askAgainAndAgain(from, Peer.of(other)));
			}
		}

		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (connected() < LINKS) {
			assertThat(System.nanoTime()).as("%s of %s connected; %s", connected(), LINKS, dials())
				.isLessThan(deadline);
			LockSupport.parkNanos(ASKED_AGAIN.toNanos());
		}
		long begun = members.stream().mapToLong(member -> member.tally.dials().begun()).sum();
		assertThat(begun).as(dials()).isLessThan(2L * (LINKS + NODES));
	}

	private int connected() {
		return members.stream().mapToInt(member -> member.mesh.connected()).sum();
	}

	private String dials() {
		return Stream.of(Dials.Outcome.values())
			.map(outcome -> outcome.word() + "="
					+ members.stream().mapToLong(member -> member.tally.dials().ended(outcome)).sum())
			.collect(Collectors.joining(", "));
	}

	private void askAgainAndAgain(Member from, Peer to) {
		while (!ended) {
			from.transport.offer()
				.connect(to, Duration.ofSeconds(2))
				.toCompletableFuture()
				.handle((made, failure) -> null)
				.join();
			LockSupport.parkNanos(ASKED_AGAIN.toNanos());
		}
	}

	/** Gives an event loop a part of a processor: for what it used it has to wait. */
	private static final class Scarce {

		private final ScheduledExecutorService loop;

		private long used;

		private Scarce(ScheduledExecutorService loop) {
			this.loop = loop;
		}

		private void begin() {
			loop.execute(() -> {
				used = cpu();
				turn();
			});
		}

		private static long cpu() {
			return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		}

		private void turn() {
			long until = System.nanoTime() + (long) ((cpu() - used) * (1 / PART - 1));
			for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			used = cpu();
			try {
				loop.schedule(this::turn, 1, TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException gone) {
				// the node is closed
			}
		}

	}

	/** One node's component with everything it needs. */
	private final class Member {

		private final Tally tally = new Tally();

		private final StoqTransport transport;

		private final AtomicReference<Roster> roster;

		private final Mesh mesh;

		private final StoqComponent component;

		private Member(Node node) {
			PeerClocks clocks = new PeerClocks(node, InstantSource.system());
			TestSeat seat = new TestSeat(federation.issuer());
			IdentityKeeper keeper = new IdentityKeeper(node, seat, () -> false, Readmission.NONE,
					InstantSource.system(), new Random(1), tally);
			Door door = new Door(Optional::empty, node.genesis().root(), Limits.DEFAULT, tally, InstantSource.system());
			Falcon falcon = new Falcon(node.home(), node.key(), FalconAlgorithm.FALCON_512, new SecureRandom());
			transport = new StoqTransport(new Self(node, Epoch.GENESIS, clocks, falcon), seat, keeper, door,
					Limits.DEFAULT, tally, Fallback.ON);
			Sightings sightings = new Sightings(node.genesis(), System::nanoTime);
			roster = new AtomicReference<>(new Roster(Roster.of(node.genesis())
				.members()
				.stream()
				.filter(m -> m.validator().id().equals(node.id()))
				.toList()));
			mesh = new Mesh(node, transport, new Random(2), Duration.ofSeconds(10), clocks, sightings, roster::get);
			component = new StoqComponent(node, keeper, transport, mesh,
					() -> new Inbound(List.of(new Ping(clocks, sightings), new Witness(sightings)), List.of()));
		}

	}

}
