package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

import reactor.core.publisher.Mono;

import org.web3ecosystem.bootstrap.actuate.BootstrapEndpoint;
import org.web3ecosystem.bootstrap.actuate.BootstrapMetrics;
import org.web3ecosystem.bootstrap.actuate.BootstrapReport;
import org.web3ecosystem.bootstrap.actuate.DnsEndpoint;
import org.web3ecosystem.bootstrap.actuate.DnsHealthIndicator;
import org.web3ecosystem.bootstrap.actuate.DnsMetrics;
import org.web3ecosystem.bootstrap.actuate.DnsReport;
import org.web3ecosystem.bootstrap.actuate.EventStream;
import org.web3ecosystem.bootstrap.actuate.HealthContributors;
import org.web3ecosystem.bootstrap.actuate.HealthGates;
import org.web3ecosystem.bootstrap.actuate.WholeHealth;
import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.monitor.BootstrapEvent;
import org.web3ecosystem.bootstrap.monitor.Criteria;
import org.web3ecosystem.bootstrap.monitor.DiskPace;
import org.web3ecosystem.bootstrap.monitor.Gates;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.monitor.SelfProbes;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.CurrentRoster;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.Criterion;

/** Gates as health groups, the endpoint, the stream of changes and the metrics. */
@AutoConfiguration(after = BootstrapAutoConfiguration.class)
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnBooleanProperty(name = "web3.bootstrap.enabled", matchIfMissing = true)
public final class BootstrapActuatorAutoConfiguration {

	@Bean
	Criteria criteria(ObjectProvider<Criterion> criteria) {
		return new Criteria(criteria.orderedStream().toList());
	}

	@Bean
	SmartInitializingSingleton bootstrapHealthContributors(HealthContributorRegistry registry, Criteria criteria,
			DnsReport dns, OperatorResolvers resolvers, PhaseDriver driver) {
		return () -> {
			HealthContributors.register(registry, criteria, driver::snapshot);
			registry.registerContributor(DnsHealthIndicator.NAME,
					new DnsHealthIndicator(dns, resolvers, driver::snapshot));
		};
	}

	@Bean
	@ConditionalOnMissingBean
	Gates gates(HealthEndpoint endpoint) {
		return new HealthGates(endpoint);
	}

	@Bean
	static WholeHealth wholeHealth() {
		return new WholeHealth();
	}

	@Bean
	BootstrapReport bootstrapReport(Node node, TableInForce table, NodeProperties properties,
			ObjectProvider<ConsensusEngine> engine, ObjectProvider<CurrentRoster> current, AlertWatch alerts,
			PhaseDriver driver) {
		Boolean said = properties.oneFailureDomain();
		Roster first = Roster.of(node.genesis());
		return new BootstrapReport(node, table, said != null ? said : shareAnAddress(node.genesis()),
				() -> epoch(engine), () -> current.stream().findFirst().map(CurrentRoster::roster).orElse(first),
				alerts::firing, driver::snapshot);
	}

	@Bean
	@ConditionalOnMissingBean
	BootstrapEndpoint bootstrapEndpoint(BootstrapReport report) {
		return new BootstrapEndpoint(report);
	}

	@Bean
	DnsReport dnsReport(Node node, Seats seats, OperatorResolvers resolvers, ObjectProvider<NamesPart> parts,
			PhaseDriver driver) {
		return new DnsReport(node, seats, resolvers, parts.orderedStream().toList(), driver::snapshot);
	}

	@Bean
	@ConditionalOnMissingBean
	DnsEndpoint dnsEndpoint(DnsReport report) {
		return new DnsEndpoint(report);
	}

	@Bean
	MeterBinder dnsMetrics(Seats seats, OperatorResolvers resolvers) {
		return new DnsMetrics(seats, resolvers);
	}

	@Bean
	MeterBinder bootstrapMetrics(PhaseDriver driver, Seats seats, SelfProbes probes,
			ObjectProvider<Component> components) {
		List<String> names = components.orderedStream().map(Component::name).toList();
		return new BootstrapMetrics(driver::snapshot, seats, probes, names);
	}

	@Bean
	MeterBinder diskPaceMetrics(DiskPace disk) {
		return registry -> TimeGauge
			.builder("web3.bootstrap.disk.sync", disk, TimeUnit.MILLISECONDS,
					measured -> measured.took().map(took -> took.toNanos() / 1e6).orElse(Double.NaN))
			.description("how long the disk took last to keep a few bytes")
			.strongReference(true)
			.register(registry);
	}

	@Bean
	@ConditionalOnMissingBean(name = "circuitBreakerMetrics")
	MeterBinder circuitBreakerMetrics(CircuitBreakerRegistry breakers) {
		return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers);
	}

	@Bean
	@ConditionalOnMissingBean(name = "bulkheadMetrics")
	MeterBinder bulkheadMetrics(BulkheadRegistry bulkheads) {
		return TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads);
	}

	@Bean
	@ConditionalOnMissingBean(name = "timeLimiterMetrics")
	MeterBinder timeLimiterMetrics(TimeLimiterRegistry limiters) {
		return TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(limiters);
	}

	@Bean
	@ConditionalOnMissingBean(name = "retryMetrics")
	MeterBinder retryMetrics(RetryRegistry retries) {
		return TaggedRetryMetrics.ofRetryRegistry(retries);
	}

	private static Epoch epoch(ObjectProvider<ConsensusEngine> engine) {
		ConsensusEngine running = engine.getIfAvailable();
		return running == null ? Epoch.GENESIS : running.report().epoch();
	}

	/** One address for all means one machine. */
	private static boolean shareAnAddress(Genesis genesis) {
		return genesis.validators()
			.stream()
			.map(validator -> validator.endpoints().addresses().getFirst())
			.distinct()
			.count() == 1;
	}

	/**
	 * The stream of changes on the main port; a Flux in an endpoint would never answer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RouterFunction.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class Web {

		@Bean
		EventStream bootstrapEvents(BootstrapReport report) {
			return new EventStream(report);
		}

		@Bean
		StreamListener bootstrapEventsListener(EventStream stream) {
			return new StreamListener(stream);
		}

		@Bean
		RouterFunction<ServerResponse> bootstrapEventsRoute(EventStream stream) {
			return RouterFunctions.route()
				.GET("/bootstrap/events",
						request -> stream.hasRoom()
								? ServerResponse.ok()
									.contentType(MediaType.TEXT_EVENT_STREAM)
									.body(BodyInserters.fromServerSentEvents(stream.read()))
								: Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
										"as many as may read the events do")))
				.HEAD("/bootstrap/events",
						request -> ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).build())
				.route(RequestPredicates.path("/bootstrap/events"),
						request -> Mono.error(new MethodNotAllowedException(request.method(),
								List.of(HttpMethod.GET, HttpMethod.HEAD))))
				.build();
		}

	}

	/** A method takes every kind of event; an ApplicationListener takes exactly one. */
	static final class StreamListener {

		private final EventStream stream;

		StreamListener(EventStream stream) {
			this.stream = stream;
		}

		@EventListener
		void on(BootstrapEvent event) {
			stream.accept(event);
		}

	}

}
