package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.InetSocketAddress;

import io.netty.resolver.AddressResolverGroup;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.web3ecosystem.bootstrap.resolver.VirtualMachineNames;
import org.web3ecosystem.bootstrap.resolver.ZoneAddresses;
import org.web3ecosystem.bootstrap.resolver.ZoneResolverGroup;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.discovery.Name;

/**
 * The zone's names for an application that does nothing for it: in its WebClient, and in
 * the whole virtual machine if it wants so.
 */
@AutoConfiguration(after = BootstrapAutoConfiguration.class)
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnBooleanProperty(name = "web3.bootstrap.enabled", matchIfMissing = true)
public final class NamesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ZoneAddresses zoneAddresses(Node node, ComponentInitializer seats) {
		return new ZoneAddresses(new Name(node.genesis().zone()), seats.discovery());
	}

	/** Closed with the node: another of this virtual machine may have it then. */
	@Bean(destroyMethod = "close")
	@ConditionalOnBooleanProperty("web3.bootstrap.dns.jvm-wide")
	AutoCloseable virtualMachineNames(ZoneAddresses zone) {
		try {
			return VirtualMachineNames.know(zone);
		}
		catch (IllegalStateException cannot) {
			throw new Setting("web3.bootstrap.dns.jvm-wide").refuse(cannot,
					"Leave it out: WebClient and Reactor Netty know the zone's names without it.");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpClient.class, AddressResolverGroup.class })
	static class Netty {

		/** For a Reactor Netty client that is not Spring's. */
		@Bean
		@ConditionalOnMissingBean
		ZoneResolverGroup zoneResolverGroup(ZoneAddresses zone) {
			return new ZoneResolverGroup(zone, Netty::others);
		}

		/** What Reactor Netty's clients ask unless told otherwise. */
		@SuppressWarnings("unchecked")
		private static AddressResolverGroup<InetSocketAddress> others() {
			return (AddressResolverGroup<InetSocketAddress>) HttpResources.get().getOrCreateDefaultResolver();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpClient.class, AddressResolverGroup.class, ClientHttpConnectorBuilderCustomizer.class })
	@ConditionalOnBooleanProperty(name = "web3.bootstrap.dns.web-client", matchIfMissing = true)
	static class Web {

		@Bean
		@ConditionalOnMissingBean(name = "zoneNamesInWebClient")
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> zoneNamesInWebClient(
				ZoneResolverGroup group) {
			return builder -> builder.withHttpClientCustomizer(client -> client.resolver(group));
		}

	}

}
