package org.web3ecosystem.stoq.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.web3ecosystem.spi.consensus.CurrentRoster;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.DatagramHandler;
import org.web3ecosystem.spi.transport.FeedHandler;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.IsolatedNodes;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.stoq.actuate.DirectMemory;
import org.web3ecosystem.stoq.actuate.ForwardMetrics;
import org.web3ecosystem.stoq.actuate.ObservedTracing;
import org.web3ecosystem.stoq.actuate.StoqEndpoint;
import org.web3ecosystem.stoq.actuate.StoqHealthIndicator;
import org.web3ecosystem.stoq.actuate.StoqMetrics;
import org.web3ecosystem.stoq.actuate.StoqReport;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.forward.ForwardExit;
import org.web3ecosystem.stoq.forward.ForwardTally;
import org.web3ecosystem.stoq.forward.Forwarding;
import org.web3ecosystem.stoq.forward.NamedPorts;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Stapling;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.join.KnockAgain;
import org.web3ecosystem.stoq.mesh.BasicConnectivity;
import org.web3ecosystem.stoq.mesh.Mesh;
import org.web3ecosystem.stoq.mesh.Ping;
import org.web3ecosystem.stoq.mesh.Sightings;
import org.web3ecosystem.stoq.mesh.StoqComponent;
import org.web3ecosystem.stoq.mesh.TransportSecured;
import org.web3ecosystem.stoq.mesh.Witness;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.Tracing;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.tls.SelfSignedCertificates;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/** Wires STOQ to the seats of a node. */
@AutoConfiguration(afterName = "org.web3ecosystem.bootstrap.autoconfigure.BootstrapAutoConfiguration")
@ConditionalOnBooleanProperty(name = "web3.stoq.enabled", matchIfMissing = true)
@ConditionalOnBean({ Node.class, CertificateProvider.class })
@EnableConfigurationProperties({ StoqProperties.class, ForwardProperties.class })
public final class StoqAutoConfiguration {

	/** Pings well within the idle limit, so that one lost ping does not end a link. */
	private static final int PINGS_PER_IDLE_LIMIT = 3;

	@Bean
	@ConditionalOnMissingBean
	Tally stoqTally() {
		return new Tally();
	}

	@Bean
	@ConditionalOnMissingBean
	IdentityKeeper stoqIdentity(Node node, CertificateProvider certificates, ObjectProvider<JoinDoor> door,
			Tally tally) {
		// not asked here: who stands behind the door may itself want to know the identity
		return new IdentityKeeper(node, certificates, () -> door.stream().findAny().isPresent(),
				new KnockAgain(node, InstantSource.system(), new SecureRandom()), InstantSource.system(),
				new SecureRandom(), tally);
	}

	@Bean
	@ConditionalOnMissingBean
	PeerClocks stoqPeerClocks(Node node) {
		return new PeerClocks(node, InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	Falcon stoqFalcon(Node node, StoqProperties properties) {
		return new Falcon(node.home(), node.key(), properties.falcon(), new SecureRandom());
	}

	@Bean
	@ConditionalOnMissingBean
	Stapling stoqStapling(Node node, StoqProperties properties, ObjectProvider<StatusStaples> staples) {
		// not asked here: who gives them wants to know the identity
		return new Stapling(properties.stapling(), () -> Optional.ofNullable(staples.getIfAvailable()),
				peer -> node.genesis().validator(peer).isPresent());
	}

	@Bean
	@ConditionalOnMissingBean
	Self stoqSelf(Node node, PeerClocks clocks, Falcon falcon, Stapling stapling) {
		return new Self(node, Epoch.GENESIS, clocks, falcon, stapling);
	}

	@Bean
	@ConditionalOnMissingBean
	StoqTransport stoqTransport(Node node, Self self, CertificateProvider certificates, IdentityKeeper keeper,
			ObjectProvider<JoinDoor> behind, StoqProperties properties, Tally tally, ObjectProvider<Tracing> tracing,
			ObjectProvider<IsolatedNodes> isolated) {
		Limits limits = properties.toLimits();
		Door door = new Door(() -> Optional.ofNullable(behind.getIfAvailable()), node.genesis().root(), limits, tally,
				InstantSource.system());
		return new StoqTransport(self, certificates, keeper, door, limits, tally,
				properties.tcpFallback() ? Fallback.ON : Fallback.OFF, tracing.getIfAvailable(() -> Tracing.NONE),
				// asked for late: who says so reaches others through this
				peer -> isolated.stream().anyMatch(each -> each.isolated().contains(peer)));
	}

	@Bean
	Feature falcon(Mesh mesh) {
		return new Feature("stoq", "falcon", mesh::falcon);
	}

	@Bean
	Feature tcpFallback(StoqTransport transport) {
		return new Feature("stoq", "tcp-fallback", transport::fallbackReady);
	}

	@Bean
	Feature remoteOffers() {
		return Feature.notBuilt("stoq", "remote-offers");
	}

	@Bean
	@ConditionalOnMissingBean(name = "stoqTransportOffer")
	Offer<TransportProvider> stoqTransportOffer(StoqTransport transport) {
		return new Offer<>("stoq", TransportProvider.class, transport.offer(), transport::probe, transport::stopgap);
	}

	@Bean
	@ConditionalOnMissingBean(name = "selfSignedCertificatesOffer")
	Offer<CertificateProvider> selfSignedCertificatesOffer(Node node) {
		return Offer.always("self-signed", CertificateProvider.class,
				new SelfSignedCertificates(node.genesis(), InstantSource.system()));
	}

	@Bean
	@ConditionalOnMissingBean
	Sightings stoqSightings(Node node) {
		return new Sightings(node.genesis(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	Ping stoqPing(PeerClocks clocks, Sightings sightings) {
		return new Ping(clocks, sightings);
	}

	@Bean
	@ConditionalOnMissingBean
	Witness stoqWitness(Sightings sightings) {
		return new Witness(sightings);
	}

	@Bean
	@ConditionalOnMissingBean
	Mesh stoqMesh(Node node, StoqTransport transport, StoqProperties properties, PeerClocks clocks, Sightings sightings,
			ObjectProvider<CurrentRoster> current) {
		Roster first = Roster.of(node.genesis());
		// not asked here: who knows it wants the transport
		return new Mesh(node, transport, new SecureRandom(), properties.idleTimeout().dividedBy(PINGS_PER_IDLE_LIMIT),
				clocks, sightings, () -> current.stream().findFirst().map(CurrentRoster::roster).orElse(first));
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	StoqComponent stoqComponent(Node node, IdentityKeeper keeper, StoqTransport transport, Mesh mesh,
			ObjectProvider<RequestHandler> requests, ObjectProvider<StreamHandler> streams,
			ObjectProvider<DatagramHandler> datagrams, ObjectProvider<FeedHandler> feeds) {
		return new StoqComponent(node, keeper, transport, mesh,
				() -> new Inbound(requests.orderedStream().toList(), streams.orderedStream().toList(),
						datagrams.orderedStream().toList())
					.with(feeds.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnMissingBean
	ForwardTally stoqForwardTally(Tally tally) {
		return new ForwardTally(tally.refusalLog());
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	@ConditionalOnMissingBean
	Forwarding stoqForwarding(Node node, StoqTransport transport, ForwardProperties properties, ForwardTally tally) {
		return new Forwarding(properties.toForwards(node), properties.toAllowList(node), transport.offer(),
				properties.toLimits(), tally);
	}

	@Bean
	@ConditionalOnMissingBean
	ForwardExit stoqForwardExit(Forwarding forwarding) {
		return forwarding.exit();
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	@ConditionalOnMissingBean
	NamedPorts stoqNamedPorts(StoqTransport transport, Tally tally) {
		return new NamedPorts(transport.offer(), NamedPorts.LIMITS, new ForwardTally(tally.refusalLog()));
	}

	@Bean
	StreamHandler stoqNamedPortsExit(NamedPorts ports) {
		return ports.exit();
	}

	@Bean
	BasicConnectivity basicConnectivity(Mesh mesh) {
		return new BasicConnectivity(mesh);
	}

	@Bean
	TransportSecured transportSecured(Mesh mesh, IdentityKeeper keeper) {
		return new TransportSecured(mesh, keeper);
	}

	/** Only where there are observations. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	static class Observing {

		@Bean
		@ConditionalOnMissingBean
		Tracing stoqTracing(ObjectProvider<ObservationRegistry> registry) {
			return new ObservedTracing(registry.getIfAvailable(() -> ObservationRegistry.NOOP), new SecureRandom());
		}

	}

	/** Only where there is Actuator. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Endpoint.class)
	static class Reporting {

		@Bean
		@ConditionalOnMissingBean
		StoqEndpoint stoqEndpoint(StoqTransport transport, Mesh mesh, IdentityKeeper keeper, Tally tally,
				Forwarding forwarding, NamedPorts ports) {
			return new StoqEndpoint(new StoqReport(transport, mesh, keeper, tally, forwarding, ports));
		}

	}

	/** Only where health is asked for. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	static class HealthReporting {

		@Bean
		@ConditionalOnMissingBean(name = "stoqHealthIndicator")
		HealthIndicator stoqHealthIndicator(StoqComponent component, StoqTransport transport) {
			return new StoqHealthIndicator(component, transport, DirectMemory::now);
		}

	}

	/** Only where metrics are collected. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		@ConditionalOnMissingBean(name = "stoqMetrics")
		MeterBinder stoqMetrics(Tally tally, Mesh mesh, IdentityKeeper keeper, Falcon falcon, Stapling stapling,
				StoqTransport transport) {
			return new StoqMetrics(tally, mesh, keeper, falcon, stapling, transport);
		}

		@Bean
		@ConditionalOnMissingBean(name = "stoqForwardMetrics")
		MeterBinder stoqForwardMetrics(ForwardTally tally) {
			return ForwardMetrics.ofForwards(tally);
		}

		@Bean
		@ConditionalOnMissingBean(name = "stoqPortMetrics")
		MeterBinder stoqPortMetrics(NamedPorts ports) {
			return ForwardMetrics.ofPorts(ports.tally());
		}

	}

}
