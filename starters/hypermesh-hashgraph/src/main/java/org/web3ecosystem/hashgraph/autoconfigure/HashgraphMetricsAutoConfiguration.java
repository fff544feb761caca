package org.web3ecosystem.hashgraph.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.hashgraph.HashgraphEngine;
import org.web3ecosystem.hashgraph.actuate.HashgraphMetrics;

/** The engine's figures, where Micrometer is. */
@AutoConfiguration(after = HashgraphAutoConfiguration.class)
@ConditionalOnClass(name = "io.micrometer.core.instrument.binder.MeterBinder")
@ConditionalOnBean(HashgraphEngine.class)
public final class HashgraphMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HashgraphMetrics hashgraphMetrics(HashgraphEngine engine) {
		return new HashgraphMetrics(engine);
	}

}
