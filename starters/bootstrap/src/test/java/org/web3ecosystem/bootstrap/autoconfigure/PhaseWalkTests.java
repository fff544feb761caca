package org.web3ecosystem.bootstrap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.actuate.BootstrapEndpoint;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.health.CriterionId.Gate;
import org.web3ecosystem.spi.transport.FalconDemand;

import static org.assertj.core.api.Assertions.assertThat;

/** The roadmap's integration test, step by step, with everything real but the offers. */
class PhaseWalkTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	private final TestFederation federation = TestFederation.of(4);

	@Test
	void walksFromPhase0To3StepByStepAndResumesThere() {
		Path home = federation.home(0, directory);
		try (ConfigurableApplicationContext node = start(home)) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			awaitPhase(node, 0);
			assertThat(switches.started).containsExactly("stoq", "trustchain", "hypermesh");
			step(node, switches, Gate.TO_PHASE_1, 1);
			step(node, switches, Gate.TO_PHASE_2, 2);
			step(node, switches, Gate.TO_PHASE_3, 3);
			assertThat(report(node)).containsEntry("phase", 3)
				.containsEntry("complete", false)
				.containsEntry("term", 3L);
			assertThat(switches.seated).contains("ServiceDiscovery=[traditional]",
					"ServiceDiscovery=[traditional, hypermesh]", "ServiceDiscovery=[hypermesh, traditional]",
					"ServiceDiscovery=[hypermesh]", "ConsensusProvider=[mandatory]");
			assertThat(switches.demanded).containsExactly(FalconDemand.OFF, FalconDemand.OPTIONAL,
					FalconDemand.REQUIRED);
		}
		try (ConfigurableApplicationContext again = start(home)) {
			awaitPhase(again, 3);
			assertThat(report(again)).containsEntry("term", 3L);
			assertThat(again.getBean(FakePlatform.Switches.class).demanded).containsExactly(FalconDemand.REQUIRED);
			assertThat(report(again)).as("nothing is met again yet").containsEntry("ready", false);
			HealthEndpoint health = again.getBean(HealthEndpoint.class);
			assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			again.getBean(FakePlatform.Switches.class).gate(Gate.TO_PHASE_3, true);
			Awaitility.await().atMost(PATIENCE).until(() -> Boolean.TRUE.equals(report(again).get("ready")));
			assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void aGateIsAHealthGroupAndStaysShutUntilAllOfItIsMet() {
		try (ConfigurableApplicationContext node = start(federation.home(0, directory))) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			awaitPhase(node, 0);
			HealthEndpoint health = node.getBean(HealthEndpoint.class);
			assertThat(health.healthForPath("to-phase-1").getStatus()).isEqualTo(Status.DOWN);
			switches.gate(Gate.TO_PHASE_1, true);
			awaitPhase(node, 1);
			assertThat(health.healthForPath("to-phase-1").getStatus()).isEqualTo(Status.UP);
			assertThat(health.healthForPath("to-complete").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.healthForPath("stay").getStatus()).isEqualTo(Status.UP);
			assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void aSeatWithoutAnAnswerLeadsOneStepBackWithinTheMarks() {
		try (ConfigurableApplicationContext node = start(federation.home(0, directory))) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			awaitPhase(node, 0);
			for (Gate gate : new Gate[] { Gate.TO_PHASE_1, Gate.TO_PHASE_2, Gate.TO_PHASE_3 }) {
				switches.gate(gate, true);
			}
			awaitPhase(node, 3);
			switches.offer("hypermesh").set(false);
			awaitPhase(node, 2);
			assertThat(report(node)).containsEntry("retreated", true).containsEntry("status", "DEGRADED");
			assertThat(switches.seated.getLast()).isEqualTo("ServiceDiscovery=[hypermesh, traditional]");
			@SuppressWarnings("unchecked")
			Map<String, Object> marks = (Map<String, Object>) report(node).get("marks");
			assertThat(marks).containsEntry("certMode", "consensus_validated")
				.containsEntry("consensusMode", "mandatory");
			assertThat(switches.demanded).last().isEqualTo(FalconDemand.REQUIRED);
			switches.offer("hypermesh").set(true);
			awaitPhase(node, 3);
		}
	}

	@Test
	void aReportShowsAPhaseWithItsOwnSeats() {
		List<String> rows = List.of("[traditional]", "[traditional, hypermesh]", "[hypermesh, traditional]",
				"[hypermesh]");
		try (ConfigurableApplicationContext node = start(federation.home(0, directory))) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			awaitPhase(node, 0);
			for (Gate gate : new Gate[] { Gate.TO_PHASE_1, Gate.TO_PHASE_2, Gate.TO_PHASE_3 }) {
				switches.gate(gate, true);
			}
			int phase = 0;
			while (phase < 3) {
				Map<String, @Nullable Object> seen = report(node);
				phase = (int) Objects.requireNonNull(seen.get("phase"));
				assertThat(discovery(seen)).as("phase %s", phase).isEqualTo(rows.get(phase));
				Thread.onSpinWait();
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static String discovery(Map<String, @Nullable Object> report) {
		Map<String, Map<String, Object>> seats = (Map<String, Map<String, Object>>) Objects
			.requireNonNull(report.get("seats"));
		List<Map<String, Object>> offers = (List<Map<String, Object>>) Objects.requireNonNull(seats.get("discovery"))
			.get("offers");
		return offers.stream().map(offer -> String.valueOf(offer.get("offer"))).toList().toString();
	}

	@Test
	void noCallFailsWhileThePhaseChanges() throws InterruptedException {
		try (ConfigurableApplicationContext node = start(federation.home(0, directory))) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			awaitPhase(node, 0);
			ServiceDiscovery discovery = node.getBean(ServiceDiscovery.class);
			AtomicBoolean walking = new AtomicBoolean(true);
			AtomicLong calls = new AtomicLong();
			AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
			Thread caller = Thread.ofVirtual().start(() -> {
				while (walking.get() && failure.get() == null) {
					discovery.resolve(new Name("node2.node.test.internal")).whenComplete((answer, thrown) -> {
						if (thrown != null) {
							failure.set(thrown);
						}
					}).toCompletableFuture().join();
					calls.incrementAndGet();
				}
			});
			for (Gate gate : new Gate[] { Gate.TO_PHASE_1, Gate.TO_PHASE_2, Gate.TO_PHASE_3 }) {
				switches.gate(gate, true);
			}
			awaitPhase(node, 3);
			walking.set(false);
			caller.join(PATIENCE);
			assertThat(failure.get()).isNull();
			assertThat(calls.get()).isGreaterThan(10);
		}
	}

	@Test
	void stoppingClosesComponentsLastStartedFirst() {
		FakePlatform.Switches switches;
		try (ConfigurableApplicationContext node = start(federation.home(0, directory))) {
			switches = node.getBean(FakePlatform.Switches.class);
			awaitPhase(node, 0);
		}
		// Spring closes them once more, as the beans they are
		assertThat(switches.closed).startsWith("hypermesh", "trustchain", "stoq");
	}

	private static void step(ConfigurableApplicationContext node, FakePlatform.Switches switches, Gate gate, int to) {
		assertThat(snapshot(node).state().phase()).isEqualTo(to - 1);
		switches.gate(gate, true);
		awaitPhase(node, to);
	}

	private static void awaitPhase(ConfigurableApplicationContext node, int phase) {
		Awaitility.await().atMost(PATIENCE).pollInterval(5, TimeUnit.MILLISECONDS).untilAsserted(() -> {
			Snapshot seen = node.getBean(PhaseDriver.class).snapshot();
			assertThat(seen).isNotNull();
			assertThat(seen.state().phase()).as("waiting for %s", seen.waitingFor()).isEqualTo(phase);
			assertThat(seen.components()).hasSize(3).allMatch(component -> component.isStarted());
		});
	}

	private static Snapshot snapshot(ConfigurableApplicationContext node) {
		Snapshot seen = node.getBean(PhaseDriver.class).snapshot();
		assertThat(seen).isNotNull();
		return seen;
	}

	private static Map<String, @Nullable Object> report(ConfigurableApplicationContext node) {
		return node.getBean(BootstrapEndpoint.class).bootstrap();
	}

	static ConfigurableApplicationContext start(Path home, String... further) {
		SpringApplication application = new SpringApplicationBuilder(TestNode.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.build();
		return application
			.run(Stream.concat(Stream.of("--web3.node.home=" + home, "--spring.config.import=classpath:quick.toml",
					"--spring.main.banner-mode=off"), Stream.of(further))
				.toArray(String[]::new));
	}

	@EnableAutoConfiguration
	@Import(FakePlatform.class)
	static class TestNode {

	}

}
