package org.web3ecosystem.platform.edge;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.web3ecosystem.bootstrap.monitor.Clocks;
import org.web3ecosystem.platform.access.AccessRules;
import org.web3ecosystem.platform.access.ServedComponent;
import org.web3ecosystem.platform.audit.AuditTrail;
import org.web3ecosystem.platform.idempotency.Answers;
import org.web3ecosystem.platform.idempotency.IdempotencyFilter;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.renewal.IdentityRenewal;
import org.web3ecosystem.trustchain.renewal.ServerIdentity;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/** The two ports of a node's web side. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeProperties.class)
@Import({ AuditConfiguration.class, ApiConfiguration.class })
public class EdgeConfiguration {

	/** HTTP listens where the genesis document says, unless {@code server.port} does. */
	@Bean
	WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory> endpointsOfGenesis(Node node,
			Environment environment) {
		return factory -> {
			if (!environment.containsProperty("server.port")) {
				factory.setPort(node.endpoints().http());
			}
			if (!environment.containsProperty("server.address")) {
				factory.setAddress(node.bind().getFirst());
			}
		};
	}

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> limitsOfHttp(EdgeProperties properties,
			UnreadRequests unread) {
		return factory -> factory.addServerCustomizers(new HttpLimits(properties.http(), unread)::apply);
	}

	/** Nowhere else if {@code server.port} or {@code server.address} says where. */
	@Bean
	FurtherHttp furtherHttp(Node node, Environment environment, HttpHandler handler, ReactorResourceFactory resources,
			EdgeProperties properties, UnreadRequests unread) {
		boolean said = environment.containsProperty("server.port") || environment.containsProperty("server.address");
		return new FurtherHttp(said ? List.of() : node.bind().subList(1, node.bind().size()), node.endpoints().http(),
				handler, resources, new HttpLimits(properties.http(), unread));
	}

	/** Event loops of this node alone: another node in the process may stop. */
	@Bean
	ReactorResourceFactory reactorResourceFactory(Node node) {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setLoopResourcesSupplier(() -> LoopResources.create(node.name() + "/http"));
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(java.time.Duration.ZERO);
		return resources;
	}

	@Bean
	UnreadRequests unreadRequests(JsonMapper json) {
		return new UnreadRequests(json);
	}

	@Bean
	Problems problems(JsonMapper json) {
		return new Problems(json);
	}

	@Bean
	SecurityHeaders securityHeaders() {
		return new SecurityHeaders();
	}

	@Bean
	BodyPace bodyPace(EdgeProperties properties) {
		DroppedErrors.install();
		return new BodyPace(properties.http());
	}

	@Bean
	OriginForm originForm(Problems problems) {
		return new OriginForm(problems);
	}

	@Bean
	AccessFilter accessFilter(Node node, ComponentInitializer seats, Problems problems, EdgeProperties properties,
			AuditTrail trail) {
		return new AccessFilter(node, seats.certificates(), problems, new AccessRules(properties.ownersFromAnywhere()),
				trail, new AnonymousWrites(properties.anonymousWrites(), System::nanoTime));
	}

	@Bean
	Unserved unserved(Node node, Environment environment, Problems problems) {
		return new Unserved(served(environment), new Name(node.genesis().zone()), problems);
	}

	@Bean
	ServedServices servedServices(Node node, Environment environment, ObjectProvider<NameRegistry> names,
			Clocks clocks) {
		return new ServedServices(node, served(environment), () -> names.stream().findFirst(), clocks.steady());
	}

	/** As the components themselves go by it. */
	private static Set<ServedComponent> served(Environment environment) {
		return Arrays.stream(ServedComponent.values())
			.filter(component -> Stream.of("enabled", "serve")
				.allMatch(setting -> environment.getProperty("web3." + component + "." + setting, Boolean.class, true)))
			.collect(Collectors.toSet());
	}

	@Bean
	Preconditions preconditions(Problems problems) {
		return new Preconditions(problems);
	}

	@Bean
	IdempotencyFilter idempotencyFilter(EdgeProperties properties, Problems problems) {
		return new IdempotencyFilter(new Answers(properties.idempotency().lifetime(), properties.idempotency().keys(),
				InstantSource.system()), problems);
	}

	@Bean
	ServerIdentity serverIdentity() {
		return new ServerIdentity();
	}

	@Bean
	IdentityRenewal serverRenewal(Node node, ComponentInitializer seats, ServerIdentity identity) {
		return new IdentityRenewal(node, seats.certificates(), Purpose.SERVER, Optional.empty(), identity::show,
				InstantSource.system(), new SecureRandom());
	}

	@Bean
	HttpsEdge httpsEdge(Node node, HttpHandler handler, ReactorResourceFactory resources, ServerIdentity identity,
			IdentityRenewal serverRenewal, EdgeProperties properties, UnreadRequests unread) {
		return new HttpsEdge(node, handler, resources, identity, serverRenewal,
				new HttpLimits(properties.http(), unread));
	}

}
