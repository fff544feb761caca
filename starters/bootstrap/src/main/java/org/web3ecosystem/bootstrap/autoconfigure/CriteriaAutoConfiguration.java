package org.web3ecosystem.bootstrap.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;

import org.web3ecosystem.bootstrap.monitor.Clocks;
import org.web3ecosystem.bootstrap.monitor.Components;
import org.web3ecosystem.bootstrap.monitor.NamesResolve;
import org.web3ecosystem.bootstrap.monitor.OwnCriteria;
import org.web3ecosystem.bootstrap.monitor.SelfProbes;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.Feature;

/** The criteria that this starter looks at itself. */
@AutoConfiguration(after = BootstrapAutoConfiguration.class)
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnBooleanProperty(name = "web3.bootstrap.enabled", matchIfMissing = true)
public final class CriteriaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "allServicesStarted")
	Criterion allServicesStarted(Components components) {
		return OwnCriteria.allServicesStarted(components);
	}

	@Bean
	@ConditionalOnMissingBean(name = "healthChecks")
	Criterion healthChecks(Components components, Clocks clocks) {
		return OwnCriteria.healthChecks(components, clocks.steady());
	}

	@Bean
	@ConditionalOnMissingBean(name = "namesResolve")
	Criterion namesResolve(ServiceDiscovery discovery, Node node, Clocks clocks) {
		return new NamesResolve(discovery, node, clocks.steady());
	}

	@Bean
	@ConditionalOnMissingBean(name = "noFallback")
	Criterion noFallback(Seats seats, TableInForce table, Clocks clocks) {
		return OwnCriteria.noFallback(seats, () -> table.now().gates(), clocks.steady().instant(), clocks.steady());
	}

	@Bean
	@ConditionalOnMissingBean(name = "advancedFeatures")
	Criterion advancedFeatures(ObjectProvider<Feature> features) {
		return OwnCriteria.advancedFeatures(() -> features.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean(name = "performanceTargets")
	Criterion performanceTargets(SelfProbes probes) {
		return OwnCriteria.performanceTargets(probes);
	}

}
