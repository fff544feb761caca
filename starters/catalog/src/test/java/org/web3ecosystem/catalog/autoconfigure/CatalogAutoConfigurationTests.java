package org.web3ecosystem.catalog.autoconfigure;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.web3ecosystem.catalog.Catalogue;
import org.web3ecosystem.catalog.TestFederation;
import org.web3ecosystem.catalog.actuate.CatalogActuateAutoConfiguration;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

class CatalogAutoConfigurationTests {

	@TempDir
	private Path home;

	private final NodeKey key = NodeKey.generate();

	private static final AutoConfigurations OURS = AutoConfigurations.of(CatalogAutoConfiguration.class,
			CatalogueModuleAutoConfiguration.class, CatalogActuateAutoConfiguration.class,
			CatalogWebAutoConfiguration.class);

	private ApplicationContextRunner runner(String... modules) {
		return new ApplicationContextRunner().withConfiguration(OURS)
			.withBean(Node.class, () -> node(modules))
			.withBean(ComponentInitializer.class, CatalogAutoConfigurationTests::seats);
	}

	private Node node(String... modules) {
		return new Node("node1", key, home, List.of(InetAddress.getLoopbackAddress()), TestFederation.endpoints(0),
				TestFederation.genesis(List.of(key), List.of(modules)));
	}

	private static ComponentInitializer seats() {
		return new ComponentInitializer(empty(TransportProvider.class), empty(CertificateProvider.class),
				empty(ConsensusProvider.class), empty(ServiceDiscovery.class));
	}

	/** A seat on which nobody sits. */
	private static <T> T empty(Class<T> seat) {
		return seat
			.cast(Proxy.newProxyInstance(seat.getClassLoader(), new Class<?>[] { seat }, (proxy, method, arguments) -> {
				throw new UnavailableException("nobody sits there");
			}));
	}

	@Test
	void aFederationWithACatalogueHasItsModuleAndItsParts() {
		runner(CatalogueModule.NAME).run(context -> {
			assertThat(context).hasSingleBean(Catalogue.class);
			assertThat(context.getBeansOfType(LedgerModule.class).values()).extracting(LedgerModule::name)
				.containsExactly(CatalogueModule.NAME);
			assertThat(context.getBeansOfType(StreamHandler.class).values()).extracting(StreamHandler::protocol)
				.containsExactly("catalog.blob");
			Component component = context.getBean(Component.class);
			assertThat(component.name()).isEqualTo("catalog");
			assertThat(component.health().status()).isEqualTo(ComponentHealth.Status.STOPPED);
		});
	}

	@Test
	void aFederationWithoutOneGetsNoModuleAndTheComponentSaysSo() {
		runner("assets").withBean(Modules.class).run(context -> {
			assertThat(context.getBeansOfType(LedgerModule.class)).isEmpty();
			assertThat(context.getBean(Modules.class).all()).isEmpty();
			assertThat(context.getBean(Component.class).health().reason()).contains("not part of this federation");
			assertThat(context.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.UNKNOWN);
			assertThatExceptionOfType(UnavailableException.class)
				.isThrownBy(() -> get(context.getBean(Catalogue.class).list(0, 1)))
				.withMessageContaining("this federation has no catalogue");
		});
	}

	/** Takes modules as the ledger does. */
	record Modules(List<LedgerModule> all) {
	}

	@Test
	void aValidatorHasTheModuleAlsoWithoutTheComponent() {
		runner(CatalogueModule.NAME).withPropertyValues("web3.catalog.enabled=false").run(context -> {
			assertThat(context).doesNotHaveBean(Component.class)
				.doesNotHaveBean(Feature.class)
				.doesNotHaveBean(HealthIndicator.class);
			assertThat(context.getBeansOfType(LedgerModule.class)).hasSize(1);
		});
	}

	@Test
	void aProcessThatDoesNotServeItHasTheModuleAndNothingElse() {
		runner(CatalogueModule.NAME).withPropertyValues("web3.catalog.serve=false").run(context -> {
			assertThat(context).doesNotHaveBean(Component.class)
				.doesNotHaveBean(StreamHandler.class)
				.doesNotHaveBean(Feature.class)
				.doesNotHaveBean(HealthIndicator.class);
			assertThat(context.getBeansOfType(LedgerModule.class)).hasSize(1);
		});
	}

	@Test
	void theFeatureIsNotMetBeforeAnythingWasSeen() {
		runner(CatalogueModule.NAME).run(context -> assertThat(context.getBean(Feature.class)).satisfies(feature -> {
			assertThat(feature.name()).isEqualTo("package-catalogue");
			assertThat(feature.finding().get().met()).isFalse();
		}));
	}

	@Test
	void withoutALedgerInThisProcessItSaysWhatIsMissing() {
		runner(CatalogueModule.NAME).run(context -> assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(context.getBean(Catalogue.class).list(0, 1)))
			.withMessageContaining("without the component hypermesh"));
	}

	@Test
	void restIsThereOnlyWhereThereIsAWebThatGuardsIt() {
		runner(CatalogueModule.NAME).withPropertyValues("web3.node.rest=true")
			.run(context -> assertThat(context).doesNotHaveBean(RouterFunction.class));
		ReactiveWebApplicationContextRunner web = new ReactiveWebApplicationContextRunner().withConfiguration(OURS)
			.withBean(Node.class, () -> node(CatalogueModule.NAME))
			.withBean(ComponentInitializer.class, CatalogAutoConfigurationTests::seats);
		web.run(context -> assertThat(context).doesNotHaveBean(RouterFunction.class));
		web.withPropertyValues("web3.node.rest=true")
			.run(context -> assertThat(context).hasSingleBean(RouterFunction.class));
	}

	@Test
	void impossibleSettingsAreRefused() {
		runner(CatalogueModule.NAME).withPropertyValues("web3.catalog.replicas=0")
			.run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("replicas"));
	}

}
