package org.web3ecosystem.catalog.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.health.NotBuilt;

/** Puts the catalogue among the components and its feature among those waited for. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "web3.catalog.enabled", matchIfMissing = true)
public final class CatalogAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "catalogComponent")
	Component catalogComponent() {
		return new NotBuilt("catalog");
	}

	@Bean
	@ConditionalOnMissingBean(name = "packageCatalogue")
	Feature packageCatalogue() {
		return Feature.notBuilt("catalog", "package-catalogue");
	}

}
