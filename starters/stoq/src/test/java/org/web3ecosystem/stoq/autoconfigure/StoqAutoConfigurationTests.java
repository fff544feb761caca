package org.web3ecosystem.stoq.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.transport.PeerPorts;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.PublishedIdentity;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.actuate.StoqEndpoint;
import org.web3ecosystem.stoq.forward.Forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StoqAutoConfigurationTests {

	private final TestFederation federation = new TestFederation(1);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StoqAutoConfiguration.class))
		.withBean(Node.class, () -> federation.node(0))
		.withBean("certificateSeat", CertificateProvider.class, TestSeat::new);

	@Test
	void whoeverAsksForTheTransportWithoutANodeIsToldWhichStarterIsMissing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(StoqAutoConfiguration.class))
			.run(context -> assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
				.isThrownBy(() -> context.getBean(TransportProvider.class))
				.satisfies(failure -> assertThat(new NoNodeFailureAnalyzer().analyze(failure).getAction())
					.contains("org.web3ecosystem:bootstrap-spring-boot-starter")));
	}

	@Test
	void offersTheTransportAndSelfSignedCertificatesAndNoBeanOfASeatsType() {
		runner.run(context -> {
			assertThat(context.getBean("stoqTransportOffer", Offer.class).name()).isEqualTo("stoq");
			assertThat(context.getBean("selfSignedCertificatesOffer", Offer.class).name()).isEqualTo("self-signed");
			assertThat(context).doesNotHaveBean(TransportProvider.class);
			assertThat(context).hasSingleBean(CertificateProvider.class);
			assertThat(context).hasSingleBean(PublishedIdentity.class);
			assertThat(context.getBeansOfType(Criterion.class)).hasSize(2);
		});
	}

	@Test
	void constructsWithoutOpeningAnything() {
		runner.run(context -> {
			Component component = context.getBean(Component.class);
			assertThat(component.health().status()).isEqualTo(ComponentHealth.Status.STOPPED);
			assertThat(component.capabilities()).isEmpty();
			Offer<?> offer = context.getBean("stoqTransportOffer", Offer.class);
			assertThat(offer.probe().get()).isInstanceOf(Verdict.Unavailable.class);
			assertThat(context.getBean(PublishedIdentity.class).current()).isEmpty();
		});
	}

	@Test
	void isOffWhenSwitchedOff() {
		runner.withPropertyValues("web3.stoq.enabled=false")
			.run(context -> assertThat(context).doesNotHaveBean(Component.class).doesNotHaveBean(Offer.class));
	}

	@Test
	void refusesLimitsThatMakeNoSense() {
		runner.withPropertyValues("web3.stoq.max-requests=0")
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("web3.stoq.max-requests is 1 to 65536, not 0"));
	}

	@Test
	void countsWhatTheTallyCounts() {
		runner.run(context -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(registry));
			assertThat(registry.get("web3.stoq.handshakes").tag("group", "X25519MLKEM768").functionCounter().count())
				.isZero();
			assertThat(registry.get("web3.stoq.refusals").tag("reason", "provisional").functionCounter().count())
				.isZero();
			assertThat(
					registry.get("web3.stoq.forward.refusals").tag("reason", "not-allowed").functionCounter().count())
				.isZero();
			assertThat(registry.get("web3.stoq.sockets").gauge().value()).isZero();
		});
	}

	@Test
	void reportsWhatThereIsBeforeAnythingStarted() {
		runner.run(context -> assertThat(context.getBean(StoqEndpoint.class).stoq())
			.containsKeys("listeners", "openStreams", "peers", "waitingFor", "refusals", "forwards")
			.containsEntry("fallbackActive", false)
			.doesNotContainKey("identity"));
	}

	@Test
	void isOfUnknownHealthBeforeItStarts() {
		runner.run(context -> {
			Health health = context.getBean("stoqHealthIndicator", HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsEntry("reason", "not started")
				.containsEntry("fallbackActive", false)
				.containsKeys("listeners", "directMemory", "validatorsConnected");
		});
	}

	@Test
	void saysNothingOfHealthWhereNobodyAsks() {
		runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("stoqHealthIndicator"));
	}

	@Test
	void opensThePortsThatAreForwardedAndAllowsWhatIsSaid() throws IOException {
		int port = Loopback.freePort();
		runner
			.withPropertyValues("web3.stoq.forward.listen[0].at=127.0.0.1:" + port,
					"web3.stoq.forward.listen[0].peer=" + "a".repeat(NodeId.LENGTH),
					"web3.stoq.forward.listen[0].addresses[0]=127.0.0.1:9",
					"web3.stoq.forward.listen[0].to=127.0.0.1:80/tcp",
					"web3.stoq.forward.allow[0].peers=validators," + "b".repeat(NodeId.LENGTH),
					"web3.stoq.forward.allow[0].to=127.0.0.1:80/tcp,[::1]:53/udp")
			.run(context -> {
				new Socket(InetAddress.getLoopbackAddress(), port).close();
				assertThat(context.getBean(StoqEndpoint.class).stoq().get("forwards")).asString()
					.contains("allowedTargets=2", "127.0.0.1:" + port + " to 127.0.0.1:80/tcp through aaaaaaaa");
			});
	}

	@Test
	void refusesAForwardThroughSomebodyUnknown() {
		runner
			.withPropertyValues("web3.stoq.forward.listen[0].at=127.0.0.1:1",
					"web3.stoq.forward.listen[0].peer=" + "a".repeat(NodeId.LENGTH),
					"web3.stoq.forward.listen[0].to=127.0.0.1:80/tcp")
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("listens, which is no validator"));
	}

	@Test
	void refusesToForwardAPortOfTheNodeItself() {
		TestFederation own = new TestFederation(1, List.of(40_900));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(StoqAutoConfiguration.class))
			.withBean(Node.class, () -> own.node(0))
			.withBean("certificateSeat", CertificateProvider.class, TestSeat::new)
			.withPropertyValues("web3.stoq.forward.listen[0].at=127.0.0.1:40901",
					"web3.stoq.forward.listen[0].peer=" + own.node(0).id().hex(),
					"web3.stoq.forward.listen[0].to=127.0.0.1:80/tcp")
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("40901 is this node's own for STOQ"));
	}

	/** Whichever way it is written. */
	@Test
	void refusesToLetPeersForwardToWhereTheNodeGossips() {
		int gossip = federation.node(0).endpoints().gossip();
		for (String host : List.of("127.0.0.1", "127.0.0.9", "localhost", "[::1]")) {
			runner
				.withPropertyValues("web3.stoq.forward.allow[0].peers=members",
						"web3.stoq.forward.allow[0].to=" + host + ":" + gossip + "/tcp")
				.run(context -> assertThat(context).hasFailed()
					.getFailure()
					.rootCause()
					.hasMessageContaining("gossip port"));
		}
	}

	@Test
	void leadsPortsOfComponents() {
		runner.run(context -> {
			try (PeerPorts.Way way = context.getBean(PeerPorts.class).reach("gossip", Optional::empty)) {
				assertThat(way.at().getAddress().isLoopbackAddress()).isTrue();
				assertThat(context.getBean(StoqEndpoint.class).stoq().get("ports")).asString()
					.contains("name=gossip", "peer=unknown");
			}
		});
	}

	@Test
	void reportsNothingWithoutActuator() {
		runner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("stoqEndpoint"));
	}

}
