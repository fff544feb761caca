package org.web3ecosystem.bootstrap.monitor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.discovery.ResolverSettings;
import org.web3ecosystem.bootstrap.discovery.TraditionalNames;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.health.Feature;

import static org.assertj.core.api.Assertions.assertThat;

class CriteriaTests {

	private final ManualClock clock = new ManualClock();

	@Test
	void aCriterionNobodyLooksAtIsNotMet() {
		assertThat(new Criteria(List.of()).find(CriterionId.BYZANTINE_DETECTION))
			.isEqualTo(Criterion.Finding.waitingFor("nobody looks at it"));
	}

	@Test
	void allWhoLookAtACriterionMustFindItMet() {
		Criteria criteria = new Criteria(
				List.of(criterion(Criterion.Finding.met("a")), criterion(Criterion.Finding.waitingFor("b"))));
		assertThat(criteria.find(CriterionId.DISCOVERY_OPERATIONAL)).isEqualTo(Criterion.Finding.waitingFor("b"));
		Criteria agreed = new Criteria(
				List.of(criterion(Criterion.Finding.met("a")), criterion(Criterion.Finding.met("b"))));
		assertThat(agreed.find(CriterionId.DISCOVERY_OPERATIONAL)).isEqualTo(Criterion.Finding.met("a; b"));
	}

	@Test
	void oneThatFailsToLookIsNotMet() {
		Criteria criteria = new Criteria(List.of(criterion(null)));
		assertThat(criteria.find(CriterionId.DISCOVERY_OPERATIONAL).met()).isFalse();
	}

	@Test
	void featuresThatAreMissingAreNamed() {
		Feature active = new Feature("stoq", "falcon", () -> Criterion.Finding.met("seen"));
		Feature missing = Feature.notBuilt("hypermesh", "space-proof");
		assertThat(OwnCriteria.advancedFeatures(() -> List.of(active, missing)).find())
			.isEqualTo(Criterion.Finding.waitingFor("hypermesh space-proof: not built yet"));
		assertThat(OwnCriteria.advancedFeatures(() -> List.of(active)).find().met()).isTrue();
		assertThat(OwnCriteria.advancedFeatures(List::of).find().met()).isFalse();
	}

	@Test
	void namesResolveWhenAllNodesAndTheServiceLeadWhereTheyShould() {
		TestFederation federation = TestFederation.of(4);
		TraditionalNames names = new TraditionalNames(new FederationNames(federation.node(0, Path.of("home"))),
				LocalZone.EMPTY,
				new OperatorResolvers(new Name("test.internal"), ResolverSettings.of(List.of(), Duration.ofSeconds(1)),
						CircuitBreakerRegistry.ofDefaults(), RandomGenerator.getDefault(), clock));
		NamesResolve criterion = new NamesResolve(names, federation.node(0, Path.of("home")), clock);
		assertThat(criterion.find()).isEqualTo(Criterion.Finding.met("6 names resolve through the seat"));
	}

	@Test
	void aNameThatLeadsElsewhereIsNoticed() {
		TestFederation federation = TestFederation.of(4);
		ServiceDiscovery empty = new ServiceDiscovery() {

			@Override
			public CompletionStage<Resolution> resolve(Name name) {
				return name.text().startsWith("node2")
						? CompletableFuture.failedFuture(new UnavailableException("down")) : CompletableFuture
							.completedFuture(new Resolution.Found(List.of(), Duration.ZERO, false, "test"));
			}

			@Override
			public CompletionStage<Void> register(ServiceRegistration registration) {
				return CompletableFuture.completedFuture(null);
			}

		};
		NamesResolve criterion = new NamesResolve(empty, federation.node(0, Path.of("home")), clock);
		assertThat(criterion.find().met()).isFalse();
		assertThat(criterion.find().reason()).contains("node1.node.test.internal does not lead to node1")
			.contains("node2.node.test.internal does not resolve")
			.contains("_stoq._udp.test.internal does not name all validators");
	}

	@Test
	void targetsAreMetByTheNinetyFifthPercentileOfTwentyProbes() {
		SelfProbes probes = probes(Duration.ofMillis(2));
		assertThat(probes.find().met()).isFalse();
		for (int i = 0; i < 20; i++) {
			assertThat(probes.find().met()).isFalse();
			clock.forward(SelfProbes.EVERY);
			probes.tick(3, false, clock.instant());
		}
		assertThat(probes.find().met()).isTrue();
		assertThat(probes.find().reason()).contains("dns_resolution p95 2.0 ms of 10 ms");
		clock.forward(SelfProbes.EVERY.multipliedBy(ProbeWindow.LENGTH));
		assertThat(probes.find().met()).as("old measurements say nothing").isFalse();
	}

	@Test
	void whatIsMeasuredLessOftenCountsLonger() {
		SelfProbes probes = probes(Duration.ofMillis(2));
		walk(probes);
		probes.tick(3, true, clock.instant().plus(SelfProbes.EVERY));
		clock.forward(SelfProbes.COMPLETE_EVERY.multipliedBy(9));
		assertThat(probes.find().met()).isTrue();
		int measured = probes.report(SelfProbes.Target.DNS_RESOLUTION).count();
		for (int i = 0; i < 20; i++) {
			clock.forward(SelfProbes.EVERY);
			probes.tick(3, true, clock.instant());
		}
		assertThat(probes.report(SelfProbes.Target.DNS_RESOLUTION).count()).isEqualTo(measured + 4);
	}

	@Test
	void slowOrFailedProbesMissTheTarget() {
		SelfProbes slow = probes(Duration.ofMillis(60));
		walk(slow);
		assertThat(slow.report(SelfProbes.Target.CONSENSUS_VALIDATION).meets(Duration.ofMillis(100))).isTrue();
		assertThat(slow.report(SelfProbes.Target.CERTIFICATE_VALIDATION).meets(Duration.ofMillis(50))).isFalse();
		SelfProbes failing = new SelfProbes(Map.of(SelfProbes.Target.DNS_RESOLUTION,
				() -> CompletableFuture.failedFuture(new UnavailableException("nobody answers"))), clock);
		walk(failing);
		assertThat(failing.find().reason()).contains("p95 not measurable").contains("nobody answers");
	}

	@Test
	void probesBeginInTheLastPhaseAndNotMoreThanOneAtATime() {
		CompletableFuture<Duration> pending = new CompletableFuture<>();
		int[] begun = new int[1];
		SelfProbes probes = new SelfProbes(Map.of(SelfProbes.Target.DNS_RESOLUTION, () -> {
			begun[0]++;
			return pending;
		}), clock);
		probes.tick(2, false, clock.instant());
		assertThat(begun[0]).isZero();
		walk(probes);
		assertThat(begun[0]).isEqualTo(1);
	}

	private void walk(SelfProbes probes) {
		for (int i = 0; i < 20; i++) {
			clock.forward(SelfProbes.EVERY);
			probes.tick(3, false, clock.instant());
		}
	}

	private SelfProbes probes(Duration took) {
		Map<SelfProbes.Target, SelfProbes.Probe> all = new EnumMap<>(SelfProbes.Target.class);
		List.of(SelfProbes.Target.values())
			.forEach(target -> all.put(target, () -> CompletableFuture.completedFuture(took)));
		return new SelfProbes(all, clock);
	}

	private static Criterion criterion(Criterion.Finding finding) {
		return new Criterion() {

			@Override
			public CriterionId id() {
				return CriterionId.DISCOVERY_OPERATIONAL;
			}

			@Override
			public Finding find() {
				if (finding == null) {
					throw new IllegalStateException("broken");
				}
				return finding;
			}

		};
	}

}
