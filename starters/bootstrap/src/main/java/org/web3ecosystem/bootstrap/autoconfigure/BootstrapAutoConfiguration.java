package org.web3ecosystem.bootstrap.autoconfigure;

import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.discovery.TraditionalNames;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.home.HomeException;
import org.web3ecosystem.bootstrap.home.NodeHome;
import org.web3ecosystem.bootstrap.monitor.Clocks;
import org.web3ecosystem.bootstrap.monitor.Components;
import org.web3ecosystem.bootstrap.monitor.Descriptors;
import org.web3ecosystem.bootstrap.monitor.DiskPace;
import org.web3ecosystem.bootstrap.monitor.Gates;
import org.web3ecosystem.bootstrap.monitor.LostNameServer;
import org.web3ecosystem.bootstrap.monitor.NodeLog;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.monitor.SeatProbes;
import org.web3ecosystem.bootstrap.monitor.SelfProbes;
import org.web3ecosystem.bootstrap.phase.Journal;
import org.web3ecosystem.bootstrap.seat.PreviousValid;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.SeatListener;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;

/** The node, the table, the seats and the driver. */
@AutoConfiguration
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnBooleanProperty(name = "web3.bootstrap.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ NodeProperties.class, BootstrapProperties.class, SeatProperties.class,
		PhasesProperties.class })
public final class BootstrapAutoConfiguration {

	@Bean
	static SignatureChoice signatureChoice(Environment environment) {
		return new SignatureChoice(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	PhaseTable phaseTable(PhasesProperties properties) {
		return properties.toTable();
	}

	@Bean
	TableInForce tableInForce(PhaseTable table) {
		return new TableInForce(table);
	}

	@Bean
	NodeHome nodeHome(NodeProperties properties) {
		if (properties.home() == null) {
			throw HomeException.notSet();
		}
		return NodeHome.enter(properties.home(), properties.bind(), properties.advertised());
	}

	@Bean
	Node node(NodeHome home) {
		return home.node();
	}

	@Bean(destroyMethod = "leave")
	NodeLog nodeLog(Node node) {
		return NodeLog.enter(node.name(), node.id().brief());
	}

	/** Not a bean of type InstantSource: others may have one of their own. */
	@Bean
	@ConditionalOnMissingBean
	Clocks bootstrapClocks() {
		return Clocks.system();
	}

	@Bean
	@ConditionalOnMissingBean
	CircuitBreakerRegistry circuitBreakerRegistry() {
		return CircuitBreakerRegistry.ofDefaults();
	}

	@Bean
	@ConditionalOnMissingBean
	BulkheadRegistry bulkheadRegistry() {
		return BulkheadRegistry.ofDefaults();
	}

	@Bean
	@ConditionalOnMissingBean
	TimeLimiterRegistry timeLimiterRegistry() {
		return TimeLimiterRegistry.ofDefaults();
	}

	@Bean
	@ConditionalOnMissingBean
	RetryRegistry retryRegistry() {
		return RetryRegistry.ofDefaults();
	}

	@Bean
	Guards guards(CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads, TimeLimiterRegistry limiters,
			RetryRegistry retries) {
		return new Guards(new Guards.Registries(breakers, bulkheads, limiters, retries));
	}

	@Bean(initMethod = "open")
	PreviousValid previousValid(NodeHome home, Clocks clocks) {
		return new PreviousValid(home.folder().resolve("accepted"), clocks.wall());
	}

	@Bean
	Seats seats(Node node, NodeLog log, PreviousValid previousValid, Guards guards, SeatProperties limits,
			Clocks clocks) {
		return new Seats(new Name(node.genesis().zone()), previousValid, guards, limits.toLimits(), clocks.steady());
	}

	@Bean
	ComponentInitializer componentInitializer(Seats seats) {
		return seats.initializer();
	}

	/** By type, everybody gets the seat, whatever class an offer is made of. */
	@Bean
	@Primary
	TransportProvider transportSeat(Seats seats) {
		return seats.initializer().transport();
	}

	@Bean
	@Primary
	CertificateProvider certificateSeat(Seats seats) {
		return seats.initializer().certificates();
	}

	@Bean
	@Primary
	ConsensusProvider consensusSeat(Seats seats) {
		return seats.initializer().consensus();
	}

	@Bean
	@Primary
	ServiceDiscovery discoverySeat(Seats seats) {
		return seats.initializer().discovery();
	}

	@Bean
	@ConditionalOnMissingBean
	OperatorResolvers operatorResolvers(Node node, BootstrapProperties properties, CircuitBreakerRegistry breakers,
			Clocks clocks) {
		return new OperatorResolvers(new Name(node.genesis().zone()), properties.dns().toSettings(), breakers,
				new SecureRandom(), clocks.steady());
	}

	/** The names that the operator has on this machine, if any. */
	@Bean
	@ConditionalOnMissingBean
	LocalZone localZone(Node node, BootstrapProperties properties) {
		return properties.dns().localZone(new Name(node.genesis().zone()));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "web3.offers.traditional", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "traditionalNames")
	Offer<ServiceDiscovery> traditionalNames(Node node, LocalZone local, OperatorResolvers resolvers,
			ObjectProvider<Component> components) {
		return new Offer<>(TraditionalNames.NAME, ServiceDiscovery.class,
				new TraditionalNames(new FederationNames(node), local, resolvers), Verdict::accepted,
				new LostNameServer(() -> components.stream().toList()));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "web3.offers.previous-valid", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "previousValidCertificates")
	Offer<CertificateProvider> previousValidCertificates(PreviousValid previousValid) {
		return new Offer<>(PreviousValid.NAME, CertificateProvider.class, previousValid, previousValid::probe);
	}

	@Bean
	Journal phaseJournal(NodeHome home) {
		return Journal.open(home.folder().resolve(Journal.NAME));
	}

	@Bean
	Components components(ObjectProvider<Component> components, PhaseTable table, Clocks clocks) {
		return new Components(components.orderedStream().toList(), table.dependencies(), clocks.steady(),
				RandomGenerator.getDefault());
	}

	@Bean
	@ConditionalOnMissingBean
	SelfProbes selfProbes(ComponentInitializer seats, Node node, Clocks clocks) {
		return new SelfProbes(new SeatProbes(seats, node).all(), clocks.steady());
	}

	@Bean
	DiskPace diskPace(NodeHome home, BootstrapProperties properties, Clocks clocks) {
		return DiskPace.of(home.folder().resolve("pace"), properties.slowDisk(), clocks.steady());
	}

	@Bean(destroyMethod = "close")
	PhaseDriver phaseDriver(Node node, TableInForce table, Journal journal, Seats seats, Components components,
			Gates gates, SelfProbes probes, AlertWatch alerts, DiskPace disk, Clocks clocks,
			ApplicationEventPublisher events, ObjectProvider<SeatListener> listeners) {
		return new PhaseDriver(node.name(), table, journal, seats,
				new PhaseDriver.Surroundings(components, gates, probes, alerts,
						List.of(Descriptors.ofThisProcess(), disk), clocks.steady(), events::publishEvent,
						listeners.orderedStream().toList()));
	}

	@Bean
	BootstrapLifecycle bootstrapLifecycle(Seats seats, ObjectProvider<Offer<?>> offers, PhaseDriver driver,
			NodeLog log) {
		return new BootstrapLifecycle(seats, () -> List.copyOf(offers.orderedStream().toList()), driver, log);
	}

}
