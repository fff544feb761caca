package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;

/** How often one peer is dialled that nobody reaches; by a clock of its own. */
class LinkTests {

	private final TestFederation federation = new TestFederation(2);

	/** Not started: whatever is dialled fails at once. */
	private final TestNode node = new TestNode(federation.node(0), new TestSeat(federation.issuer()), Limits.DEFAULT,
			Optional.empty());

	private final Plan plan = new Plan();

	@AfterEach
	void close() {
		plan.shutdownNow();
		node.close();
	}

	@Test
	void waitsLongerEachTimeAndNoLongerThanFiveSeconds() {
		link(new Slowest()).dial();
		assertThat(plan.delays(8)).containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L, 5_000L);
	}

	/** Every 2.5 s on average, in the long run. */
	@Test
	void howeverTheDiceFallItIsNotDialledWithoutPause() {
		link(RandomGenerator.of("L64X128MixRandom")).dial();
		List<Long> delays = plan.delays(1_000);
		assertThat(delays).allMatch(delay -> delay >= 1 && delay <= 5_000);
		assertThat(delays.stream().mapToLong(Long::longValue).sum()).isGreaterThan(1_000 * 2_000L);
	}

	/** A peer that comes and goes all the time and cannot be dialled itself. */
	@Test
	void howeverOftenThePeerComesOneAttemptIsPlanned() {
		Link link = link(new Slowest());
		link.dial();
		plan.delays(3);
		for (int i = 0; i < 100; i++) {
			link.arrived();
		}
		plan.delays(10);
		assertThat(plan.planned()).isEqualTo(1);
	}

	private Link link(RandomGenerator random) {
		return new Link(Peer.of(federation.genesis().validators().get(1)), node.stoq, plan, random,
				Duration.ofSeconds(10), new PeerClocks(node.node, InstantSource.system()));
	}

	/** Every wait as long as it may be. */
	private static final class Slowest implements RandomGenerator {

		@Override
		public long nextLong() {
			return 0;
		}

		@Override
		public long nextLong(long bound) {
			return bound - 1;
		}

	}

	/** A task that can be cancelled. */
	private static final class Planned extends FutureTask<Void> implements ScheduledFuture<Void> {

		private final long nanos;

		Planned(Runnable task, long nanos) {
			super(task, null);
			this.nanos = nanos;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(nanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(nanos, other.getDelay(TimeUnit.NANOSECONDS));
		}

	}

	/** What is planned is done when the test asks for it. */
	private static final class Plan extends ScheduledThreadPoolExecutor {

		private final Queue<Planned> tasks = new ArrayDeque<>();

		private final List<Long> delays = new ArrayList<>();

		Plan() {
			super(0);
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
			Planned planned = new Planned(task, unit.toNanos(delay));
			tasks.add(planned);
			if (delay > 0) {
				delays.add(unit.toMillis(delay));
			}
			return planned;
		}

		/** How many tasks wait. */
		long planned() {
			return tasks.stream().filter(task -> !task.isCancelled()).count();
		}

		/** Of the next attempts. */
		List<Long> delays(int attempts) {
			while (delays.size() < attempts) {
				tasks.remove().run();
			}
			return List.copyOf(delays);
		}

	}

}
