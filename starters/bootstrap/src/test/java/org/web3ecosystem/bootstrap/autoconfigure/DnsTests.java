package org.web3ecosystem.bootstrap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.actuate.DnsEndpoint;
import org.web3ecosystem.bootstrap.actuate.DnsMetrics;
import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.health.CriterionId.Gate;

import static org.assertj.core.api.Assertions.assertThat;

/** What is shown of names, in words and in figures. */
class DnsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	@Test
	void whoAnswersForNamesIsShownAndWhoStepsInForWhom() {
		try (ConfigurableApplicationContext node = PhaseWalkTests.start(TestFederation.of(4).home(0, directory))) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			switches.gate(Gate.TO_PHASE_1, true);
			switches.gate(Gate.TO_PHASE_2, true);
			awaitPhase(node, 2);
			MeterRegistry registry = registry(node);
			resolve(node, "node2.node.test.internal");
			assertThat(report(node)).containsEntry("zone", "test.internal")
				.containsEntry("phase", 2)
				.containsEntry("fallback", null)
				.containsEntry("server", Map.of("serial", 7))
				.containsEntry("broken", Map.of("failure", "it cannot say"));
			assertThat(offer(node, 0)).containsEntry("offer", "hypermesh").containsEntry("failed", 0L);
			assertThat(registry.get("fallback.dns").gauge().value()).isZero();

			switches.offer("hypermesh").set(false);
			resolve(node, "node2.node.test.internal");

			assertThat(registry.get("fallback.dns").gauge().value()).isEqualTo(1);
			assertThat(registry.get("web3.bootstrap.dns.offer.instead")
				.tag("offer", "traditional")
				.functionCounter()
				.count()).isGreaterThanOrEqualTo(1);
			assertThat(registry.get("web3.bootstrap.dns.offer").tag("offer", "traditional").functionTimer().count())
				.isGreaterThanOrEqualTo(1);
			assertThat(registry.get("web3.bootstrap.dns.offer.latency")
				.tags("offer", "traditional", "quantile", "0.99")
				.gauge()
				.value()).isPositive();
			assertThat(offer(node, 1)).containsEntry("offer", "traditional")
				.hasEntrySatisfying("p99Micros", micros -> assertThat((Long) micros).isPositive())
				.hasEntrySatisfying("instead", count -> assertThat((Long) count).isPositive());
			assertThat(String.valueOf(report(node).get("fallback")))
				.contains("traditional answers instead of hypermesh");
			HealthEndpoint health = node.getBean(HealthEndpoint.class);
			assertThat(health.healthForPath("dns").getStatus()).isEqualTo(new Status("DEGRADED"));
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);

			switches.offer("hypermesh").set(true);
			Awaitility.await().atMost(PATIENCE).until(() -> health.healthForPath("dns").getStatus().equals(Status.UP));
		}
	}

	@Test
	void aNameServerThatIsLostInPhase1IsAFallbackUntilItIsBack() {
		try (ConfigurableApplicationContext node = PhaseWalkTests.start(TestFederation.of(4).home(0, directory))) {
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			switches.gate(Gate.TO_PHASE_1, true);
			awaitPhase(node, 1);
			Gauge fallback = registry(node).get("fallback.dns").gauge();
			assertThat(fallback.value()).isZero();

			switches.component("trustchain").set(false);
			Awaitility.await().atMost(PATIENCE).until(() -> fallback.value() == 1);

			resolve(node, "node2.node.test.internal");
			assertThat(offer(node, 0)).containsEntry("offer", "traditional")
				.hasEntrySatisfying("answered", count -> assertThat((Long) count).isPositive());
			assertThat(String.valueOf(report(node).get("fallback")))
				.contains("traditional answers instead of trustchain", "taken away by the test");
			awaitPhase(node, 1);

			switches.component("trustchain").set(true);
			Awaitility.await().atMost(PATIENCE).until(() -> fallback.value() == 0);
		}
	}

	@Test
	void theOperatorsResolversAreShownWithTheirBreakersAndWhetherTheyAreAsked() {
		try (ConfigurableApplicationContext node = PhaseWalkTests.start(TestFederation.of(4).home(0, directory))) {
			awaitPhase(node, 0);
			assertThat(foreign(node)).containsEntry("asked", true)
				.containsEntry("validated", false)
				.containsEntry("questionsSent", 0L)
				.containsEntry("resolvers", node.getBean(OperatorResolvers.class).resolvers());
			FakePlatform.Switches switches = node.getBean(FakePlatform.Switches.class);
			for (Gate gate : new Gate[] { Gate.TO_PHASE_1, Gate.TO_PHASE_2, Gate.TO_PHASE_3 }) {
				switches.gate(gate, true);
			}
			awaitPhase(node, 3);
			assertThat(foreign(node)).containsEntry("asked", false);
		}
	}

	private static void awaitPhase(ConfigurableApplicationContext node, int phase) {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			Snapshot seen = node.getBean(PhaseDriver.class).snapshot();
			return seen != null && seen.state().phase() == phase;
		});
	}

	private static MeterRegistry registry(ConfigurableApplicationContext node) {
		MeterRegistry registry = new SimpleMeterRegistry();
		new DnsMetrics(node.getBean(Seats.class), node.getBean(OperatorResolvers.class)).bindTo(registry);
		return registry;
	}

	private static void resolve(ConfigurableApplicationContext node, String name) {
		node.getBean(ServiceDiscovery.class).resolve(new Name(name)).toCompletableFuture().join();
	}

	private static Map<String, @Nullable Object> report(ConfigurableApplicationContext node) {
		return node.getBean(DnsEndpoint.class).dns();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> offer(ConfigurableApplicationContext node, int index) {
		return ((List<Map<String, Object>>) report(node).get("offers")).get(index);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> foreign(ConfigurableApplicationContext node) {
		return (Map<String, Object>) report(node).get("foreign");
	}

}
