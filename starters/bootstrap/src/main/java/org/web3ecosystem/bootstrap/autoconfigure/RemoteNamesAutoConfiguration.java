package org.web3ecosystem.bootstrap.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;

import org.web3ecosystem.bootstrap.discovery.RemoteNames;
import org.web3ecosystem.bootstrap.monitor.Clocks;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;

/** The ledger's names in a process that has no ledger, from a validator over STOQ. */
@AutoConfiguration(after = BootstrapAutoConfiguration.class,
		afterName = "org.web3ecosystem.hypermesh.autoconfigure.HyperMeshAutoConfiguration")
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnClass(name = "org.web3ecosystem.stoq.autoconfigure.StoqAutoConfiguration")
@ConditionalOnBooleanProperty(name = { "web3.bootstrap.enabled", "web3.stoq.enabled" }, matchIfMissing = true)
public final class RemoteNamesAutoConfiguration {

	@Bean
	@ConditionalOnBooleanProperty(name = "web3.offers.hypermesh", matchIfMissing = true)
	@ConditionalOnMissingBean(name = { "ledgerDiscovery", "remoteNames" })
	Offer<ServiceDiscovery> remoteNames(Node node, ComponentInitializer seats, Clocks clocks) {
		RemoteNames names = new RemoteNames(node, seats.transport(), clocks.steady());
		return new Offer<>(RemoteNames.NAME, ServiceDiscovery.class, names, names::probe);
	}

}
