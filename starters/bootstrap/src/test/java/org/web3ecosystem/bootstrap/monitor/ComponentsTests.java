package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.guard.Backoff;
import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.Criterion;

import static org.assertj.core.api.Assertions.assertThat;

class ComponentsTests {

	private final ManualClock clock = new ManualClock();

	private final List<String> log = new ArrayList<>();

	private final Deque<Runnable> driver = new ArrayDeque<>();

	private final Fake stoq = new Fake("stoq", "stoq_transport");

	private final Fake trustchain = new Fake("trustchain", "trustchain_ca", "trustchain_dns");

	private final Fake hypermesh = new Fake("hypermesh", "hypermesh_assets");

	private final Fake catalog = new Fake("catalog");

	private Components components = components(stoq, trustchain, hypermesh);

	@Test
	void aComponentStartsWhenWhatItNeedsIsThere() {
		look(0);
		assertThat(log).containsExactly("start stoq");
		clock.forward(Duration.ofMillis(300));
		stoq.ready();
		look(0);
		assertThat(log).containsExactly("start stoq", "start trustchain");
		clock.forward(Duration.ofMillis(700));
		trustchain.ready();
		look(0);
		hypermesh.ready();
		look(0);
		assertThat(components.statuses()).allMatch(ComponentStatus::isStarted);
		assertThat(status("trustchain").startup()).isEqualTo(Duration.ofMillis(700));
		assertThat(components.dependencyResolution()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void oneThatWaitsSaysForWhatByName() {
		look(0);
		assertThat(status("hypermesh").waitingFor()).containsExactly("stoq_transport", "trustchain_dns");
		assertThat(OwnCriteria.allServicesStarted(components).find().reason())
			.contains("hypermesh is STOPPED (not started), waits for stoq_transport, trustchain_dns");
	}

	@Test
	void inALaterPhaseItWaitsForWhatThatPhaseNeedsAndRunsOn() {
		startAll();
		look(2);
		assertThat(status("trustchain").waitingFor()).isEmpty();
		assertThat(status("stoq").waitingFor()).containsExactly("hypermesh_consensus");
		assertThat(status("stoq").ready()).isFalse();
		assertThat(status("stoq").isStarted()).isTrue();
	}

	@Test
	void whereSelfSignedIdentitiesDoNotCountNobodyWaitsForTheTransport() {
		look(3);
		assertThat(log).containsExactly("start stoq", "start trustchain");
		trustchain.ready();
		look(3);
		assertThat(log).containsExactly("start stoq", "start trustchain", "start hypermesh");
	}

	@Test
	void allIsSettledWhenEveryComponentWasWellOnce() {
		startAll();
		assertThat(components.settled()).isTrue();
		stoq.health = ComponentHealth.of(ComponentHealth.Status.DOWN, "gone");
		look(1);
		assertThat(components.settled()).isTrue();
	}

	@Test
	void aStartThatReturnsEarlyIsOverWhenTheComponentIsWell() {
		stoq.health = ComponentHealth.of(ComponentHealth.Status.STARTING, "building");
		look(0);
		stoq.ready();
		look(0);
		assertThat(components.settled()).isFalse();
		assertThat(status("stoq").startup()).isNull();
		clock.forward(Duration.ofSeconds(3));
		stoq.health = ComponentHealth.up();
		look(0);
		assertThat(status("stoq").startup()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void aStartThatFailedIsTriedAgainAfterAWhileAndCounted() {
		look(0);
		stoq.fail("port 9292 is taken");
		look(0);
		assertThat(status("stoq").status()).isEqualTo(ComponentHealth.Status.DOWN);
		assertThat(status("stoq").reason()).contains("port 9292 is taken");
		assertThat(status("stoq").errorCount()).isEqualTo(1);
		clock.forward(Duration.ofMillis(201));
		look(0);
		assertThat(log).containsExactly("start stoq", "start stoq");
	}

	@Test
	void backoffGrowsToTenSeconds() {
		Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), new SplittableRandom(1));
		for (int failures = 1; failures < 50; failures++) {
			long limit = Math.min(10_000, 200L << Math.min(failures - 1, 20));
			assertThat(backoff.delay(failures).toMillis()).isBetween(0L, limit);
		}
	}

	@Test
	void oneThatThrowsInsteadOfFailingIsTreatedTheSame() {
		stoq.thrown = new IllegalStateException("a bug");
		look(0);
		look(0);
		assertThat(status("stoq").status()).isEqualTo(ComponentHealth.Status.DOWN);
	}

	@Test
	void oneThatIsNotBuiltIsNeverStartedAndHoldsNobodyUp() {
		catalog.health = ComponentHealth.of(ComponentHealth.Status.NOT_BUILT, "comes later");
		components = components(stoq, catalog);
		look(0);
		stoq.ready();
		look(0);
		assertThat(log).containsExactly("start stoq");
		Criterion.Finding finding = OwnCriteria.allServicesStarted(components).find();
		assertThat(finding.met()).isTrue();
		assertThat(finding.reason()).contains("not taking part: catalog", "comes later");
	}

	@Test
	void oneThatFellIllIsSaidToBe() {
		startAll();
		assertThat(OwnCriteria.healthChecks(components, clock).find().met()).isTrue();
		trustchain.health = ComponentHealth.of(ComponentHealth.Status.DEGRADED, "the disk is slow");
		look(1);
		assertThat(OwnCriteria.healthChecks(components, clock).find().reason()).contains("the disk is slow");
		assertThat(OwnCriteria.allServicesStarted(components).find().met()).isTrue();
		trustchain.broken = true;
		look(1);
		assertThat(status("trustchain").status()).isEqualTo(ComponentHealth.Status.DOWN);
		assertThat(OwnCriteria.allServicesStarted(components).find().met()).isFalse();
		assertThat(status("trustchain").errorCount()).isEqualTo(1);
	}

	@Test
	void anOldLookProvesNothing() {
		startAll();
		clock.forward(Duration.ofSeconds(4));
		assertThat(OwnCriteria.healthChecks(components, clock).find().met()).isFalse();
	}

	private Components components(Component... all) {
		return new Components(Arrays.asList(all), TestTables.shipped().dependencies(), clock, new SplittableRandom(7));
	}

	private void look(int phase) {
		components.look(at(phase), Set.of(), Runnable::run, driver::add);
		while (!driver.isEmpty()) {
			driver.remove().run();
		}
	}

	private PhaseState at(int phase) {
		Marks marks = Marks.of(TestTables.shipped().row(phase));
		return PhaseState.resumed(
				new Transition(clock.instant(), Transition.Kind.ADVANCE, phase, false, phase, marks, "test"),
				clock.instant());
	}

	private void startAll() {
		for (Fake fake : List.of(stoq, trustchain, hypermesh)) {
			look(0);
			fake.ready();
			look(0);
		}
	}

	private ComponentStatus status(String name) {
		return components.statuses().stream().filter(status -> status.name().equals(name)).findFirst().orElseThrow();
	}

	private final class Fake implements Component {

		private final String name;

		private final Set<String> provides;

		private CompletableFuture<Void> starting = new CompletableFuture<>();

		private ComponentHealth health = ComponentHealth.up();

		private boolean broken;

		private RuntimeException thrown;

		Fake(String name, String... provides) {
			this.name = name;
			this.provides = Set.of(provides);
		}

		void ready() {
			starting.complete(null);
			driver.forEach(Runnable::run);
			driver.clear();
		}

		void fail(String why) {
			CompletableFuture<Void> failed = starting;
			starting = new CompletableFuture<>();
			failed.completeExceptionally(new UnavailableException(why));
			driver.forEach(Runnable::run);
			driver.clear();
		}

		@Override
		public String name() {
			return name;
		}

		@Override
		public CompletionStage<Void> start() {
			log.add("start " + name);
			if (thrown != null) {
				throw thrown;
			}
			return starting;
		}

		@Override
		public Set<String> capabilities() {
			return provides;
		}

		@Override
		public ComponentHealth health() {
			if (broken) {
				throw new IllegalStateException("broken");
			}
			return health;
		}

		@Override
		public void close() {
			log.add("close " + name);
		}

	}

}
