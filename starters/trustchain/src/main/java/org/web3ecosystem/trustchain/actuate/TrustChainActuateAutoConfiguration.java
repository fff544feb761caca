package org.web3ecosystem.trustchain.actuate;

import java.time.InstantSource;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.web3ecosystem.trustchain.acme.store.StoreDesk;
import org.web3ecosystem.trustchain.dns.NameServer;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.node.TrustChain;
import org.web3ecosystem.trustchain.renewal.ServerIdentity;

/** Health and metrics of TrustChain, where there is Actuator and Micrometer. */
@AutoConfiguration(afterName = { "org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration",
		"org.web3ecosystem.trustchain.autoconfigure.AcmeAutoConfiguration",
		"org.web3ecosystem.trustchain.autoconfigure.ServerCertificateAutoConfiguration" })
@ConditionalOnBean(TrustChain.class)
public final class TrustChainActuateAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	static final class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "trustChainHealthIndicator")
		HealthIndicator trustChainHealthIndicator(TrustChain trustchain) {
			return new TrustChainHealthIndicator(trustchain);
		}

		@Bean
		@ConditionalOnBean(StoreDesk.class)
		@ConditionalOnMissingBean(name = "acmeHealthIndicator")
		HealthIndicator acmeHealthIndicator(StoreDesk store) {
			return new AcmeHealthIndicator(store);
		}

		/** Of the server that has the bundle; the platform's own has its port. */
		@Bean
		@ConditionalOnBean(name = "trustChainServerIdentity")
		@ConditionalOnMissingBean(name = "serverCertificateHealthIndicator")
		HealthIndicator serverCertificateHealthIndicator(ServerIdentity trustChainServerIdentity,
				ObjectProvider<InstantSource> clock) {
			return new ServerCertificateHealthIndicator(trustChainServerIdentity,
					clock.getIfAvailable(InstantSource::system));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static final class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "trustChainMetrics")
		MeterBinder trustChainMetrics(TrustChain trustchain, IssuingDesk desk, ObjectProvider<NameServer> names) {
			return new TrustChainMetrics(trustchain, desk, names.stream().findFirst());
		}

	}

}
