package org.web3ecosystem.caesar.autoconfigure;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.TestLedger;
import org.web3ecosystem.caesar.actuate.CaesarActuateAutoConfiguration;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;

class CaesarAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EconomyModuleAutoConfiguration.class,
			CaesarAutoConfiguration.class, CaesarWebAutoConfiguration.class, CaesarActuateAutoConfiguration.class);

	private final TestEconomy economy = new TestEconomy(2, 100);

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withUserConfiguration(Collecting.class)
		.withBean(ComponentInitializer.class, CaesarAutoConfigurationTests::seats);

	private final ApplicationContextRunner runner = bare.withBean(Ledger.class,
			() -> new TestLedger(economy, economy.validator(0)));

	private static ComponentInitializer seats() {
		return new ComponentInitializer(empty(TransportProvider.class), empty(CertificateProvider.class),
				TestLedger.prover(Verdict.accepted()), empty(ServiceDiscovery.class));
	}

	private static <T> T empty(Class<T> seat) {
		return seat
			.cast(Proxy.newProxyInstance(seat.getClassLoader(), new Class<?>[] { seat }, (proxy, method, arguments) -> {
				throw new AssertionError("nobody asks this seat");
			}));
	}

	private Node node(List<String> modules) {
		Genesis like = economy.genesis();
		Genesis genesis = new Genesis(like.chainId(), like.federation(), like.zone(), like.createdAt(),
				like.protocolVersion(), modules, like.validators(), like.root());
		return new Node("node9", NodeKey.generate(), Path.of("."), List.of(InetAddress.getLoopbackAddress()),
				new Endpoints(List.of("127.0.0.1"), 9_292, 9_392, 8_053, 8_080, 8_443), genesis);
	}

	private Node founded() {
		return node(List.of("assets", "economy"));
	}

	private Node foundedWithout() {
		return node(List.of("assets"));
	}

	/** Takes all modules, as the ledger does. */
	@Configuration(proxyBeanMethods = false)
	static class Collecting {

		@Bean
		LedgerModule someOther() {
			return new OtherModule();
		}

		@Bean
		Modules modules(List<LedgerModule> all) {
			return new Modules(all.stream().map(LedgerModule::name).toList());
		}

	}

	record Modules(List<String> names) {
	}

	private static final class OtherModule implements LedgerModule {

		@Override
		public String name() {
			return "assets";
		}

		@Override
		public Verdict check(Command command) {
			return Verdict.accepted();
		}

		@Override
		public Verdict apply(Command command, State state) {
			return Verdict.accepted();
		}

	}

	@Test
	void aFederationFoundedWithAnEconomyHasOne() {
		runner.withBean(Node.class, this::founded).run(context -> {
			assertThat(context.getBean(Modules.class).names()).containsExactlyInAnyOrder("assets", "economy");
			assertThat(context).hasSingleBean(Accounts.class);
			Component component = context.getBean(Component.class);
			assertThat(component.name()).isEqualTo("caesar");
			assertThat(component.start()).isCompleted();
			assertThat(component.health().status()).isEqualTo(Status.UP);
			assertThat(findings(context.getBeansOfType(Feature.class))).containsOnly(Map.entry("economy", true),
					Map.entry("market-making", false), Map.entry("dynamic-pricing", false));
		});
	}

	@Test
	void aFederationFoundedWithoutOneIsNotDisturbed() {
		runner.withBean(Node.class, this::foundedWithout).run(context -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Modules.class).names()).containsExactly("assets");
			assertThat(context.getBeanProvider(Accounts.class).getIfAvailable()).isNull();
			ComponentHealth health = context.getBean(Component.class).health();
			assertThat(health.status()).isEqualTo(Status.NOT_BUILT);
			assertThat(health.reason()).contains("not part of this federation");
			assertThat(findings(context.getBeansOfType(Feature.class)).values()).containsOnly(false);
		});
	}

	@Test
	void aProcessWithoutALedgerSaysSo() {
		bare.withBean(Node.class, this::founded).run(context -> {
			ComponentHealth health = context.getBean(Component.class).health();
			assertThat(health.status()).isEqualTo(Status.NOT_BUILT);
			assertThat(health.reason()).isEqualTo("this process has no ledger");
		});
	}

	@Test
	void aPropertySwitchesItOff() {
		runner.withBean(Node.class, this::founded)
			.withPropertyValues("web3.caesar.enabled=false")
			.run(context -> assertThat(context).doesNotHaveBean(Component.class)
				.doesNotHaveBean(Feature.class)
				.doesNotHaveBean(Accounts.class)
				.doesNotHaveBean(MeterBinder.class));
	}

	/** What a validator agrees on is not for its process to choose. */
	@Test
	void aProcessThatDoesNotServeItHasTheModuleAndNothingElse() {
		runner.withBean(Node.class, this::founded).withPropertyValues("web3.caesar.serve=false").run(context -> {
			assertThat(context.getBean(Modules.class).names()).containsExactlyInAnyOrder("assets", "economy");
			assertThat(context).doesNotHaveBean(Component.class)
				.doesNotHaveBean(Feature.class)
				.doesNotHaveBean(Accounts.class)
				.doesNotHaveBean(MeterBinder.class);
		});
	}

	@Test
	void whatItSawIsMeasured() {
		runner.withBean(Node.class, this::founded).run(context -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			assertThat(registry.get("web3.caesar.transfers").gauge().value()).isNaN();

			Component component = context.getBean(Component.class);
			component.start();
			component.health();

			assertThat(registry.get("web3.caesar.transfers").gauge().value()).isEqualTo(5);
			assertThat(registry.get("web3.caesar.rewards.left").gauge().value()).isEqualTo(TestEconomy.REWARDS);
			assertThat(registry.get("web3.caesar.bonded").gauge().value()).isEqualTo(200);
		});
	}

	@Test
	void onlyAReactiveWebApplicationThatGuardsThemHasRoutes() {
		runner.withBean(Node.class, this::founded)
			.withPropertyValues("web3.node.rest=true")
			.run(context -> assertThat(context).doesNotHaveBean(RouterFunction.class));
		ReactiveWebApplicationContextRunner web = new ReactiveWebApplicationContextRunner()
			.withConfiguration(CONFIGURATIONS)
			.withBean(ComponentInitializer.class, CaesarAutoConfigurationTests::seats)
			.withBean(Node.class, this::foundedWithout);
		web.run(context -> assertThat(context).doesNotHaveBean(RouterFunction.class));
		web.withPropertyValues("web3.node.rest=true")
			.run(context -> assertThat(context).hasSingleBean(RouterFunction.class));
	}

	private static Map<String, Boolean> findings(Map<String, Feature> features) {
		return features.values()
			.stream()
			.collect(Collectors.toMap(Feature::name, feature -> feature.finding().get().met()));
	}

}
