package org.web3ecosystem.catalog.actuate;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.catalog.Catalog;
import org.web3ecosystem.catalog.placement.BlobStore;
import org.web3ecosystem.catalog.placement.Custodian;

/** Health and metrics, where the application has them. */
@AutoConfiguration(afterName = "org.web3ecosystem.catalog.autoconfigure.CatalogAutoConfiguration")
@ConditionalOnBean(Catalog.class)
public final class CatalogActuateAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "catalogHealthIndicator")
		HealthIndicator catalogHealthIndicator(Catalog catalog) {
			return new CatalogHealthIndicator(catalog);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "catalogMetrics")
		MeterBinder catalogMetrics(BlobStore store, Custodian custodian) {
			return new CatalogMetrics(store, custodian);
		}

	}

}
