package org.web3ecosystem.caesar.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.health.NotBuilt;

/** Puts Caesar among the components and its features among those waited for. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "web3.caesar.enabled", matchIfMissing = true)
public final class CaesarAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "caesarComponent")
	Component caesarComponent() {
		return new NotBuilt("caesar");
	}

	@Bean
	@ConditionalOnMissingBean(name = "marketMaking")
	Feature marketMaking() {
		return Feature.notBuilt("caesar", "market-making");
	}

	@Bean
	@ConditionalOnMissingBean(name = "dynamicPricing")
	Feature dynamicPricing() {
		return Feature.notBuilt("caesar", "dynamic-pricing");
	}

	@Bean
	@ConditionalOnMissingBean(name = "economy")
	Feature economy() {
		return Feature.notBuilt("caesar", "economy");
	}

}
