package org.web3ecosystem.bootstrap.autoconfigure;

import java.security.KeyStore.PrivateKeyEntry;
import java.security.SecureRandom;
import java.util.Optional;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.ConfigurableEnvironment;

import org.web3ecosystem.bootstrap.actuate.ServedTableIndicator;
import org.web3ecosystem.bootstrap.actuate.ServedTableMetrics;
import org.web3ecosystem.bootstrap.monitor.Clocks;
import org.web3ecosystem.bootstrap.served.ConfigServerClient;
import org.web3ecosystem.bootstrap.served.Question;
import org.web3ecosystem.bootstrap.served.TableWatch;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.PublishedIdentity;

/** Asks the config server again that the node was started with. */
@AutoConfiguration(after = BootstrapAutoConfiguration.class)
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnBooleanProperty(name = "web3.bootstrap.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(ServedResource.class)
public final class ServedTableAutoConfiguration {

	/**
	 * What the node shows to other nodes it shows here too, once it is issued. Ends
	 * before the node leaves its home, where the copy is.
	 */
	@Bean
	@DependsOn("nodeHome")
	TableWatch tableWatch(ServedResource resource, ConfigurableEnvironment environment, TableInForce table,
			BootstrapProperties properties, ObjectProvider<PublishedIdentity> identity, Clocks clocks) {
		Question question = resource.question();
		return new TableWatch(known -> ConfigServerClient.ask(question.again(shown(identity), known)),
				new ServedTaker(resource, environment, table), properties.configServer().refresh(), new SecureRandom(),
				clocks.wall());
	}

	private static Optional<PrivateKeyEntry> shown(ObjectProvider<PublishedIdentity> identity) {
		return identity.stream().findFirst().flatMap(PublishedIdentity::issued);
	}

	/** After what the node has started with was kept. */
	@Bean
	ApplicationListener<ApplicationStartedEvent> tableWatchStart(TableWatch watch, Node node,
			BootstrapProperties properties) {
		return started -> {
			if (!properties.configServer().refresh().isZero()) {
				watch.start(node.name() + "/table");
			}
		};
	}

	@Bean
	SmartInitializingSingleton servedTableHealth(HealthContributorRegistry registry, TableWatch watch,
			ServedResource resource) {
		return () -> registry.registerContributor(ServedTableIndicator.NAME,
				new ServedTableIndicator(resource.question().path(), watch::last));
	}

	@Bean
	MeterBinder servedTableMetrics(TableWatch watch) {
		return new ServedTableMetrics(watch);
	}

}
