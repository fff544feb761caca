package org.web3ecosystem.caesar.actuate;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.caesar.Caesar;

/** Metrics, where the application has them. */
@AutoConfiguration(afterName = "org.web3ecosystem.caesar.autoconfigure.CaesarAutoConfiguration")
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Caesar.class)
public final class CaesarActuateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "caesarMetrics")
	MeterBinder caesarMetrics(Caesar caesar) {
		return new CaesarMetrics(caesar);
	}

}
