package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import org.web3ecosystem.bootstrap.actuate.HealthContributors;

/**
 * The weakest properties there are: where bootstrap.toml is looked for, the health groups
 * that are the gates, which endpoints are shown, and whose disk is looked at. Whatever
 * else sets one of them wins.
 */
final class BootstrapDefaults implements EnvironmentPostProcessor, Ordered {

	private static final String LOCATIONS = "optional:classpath:bootstrap.toml,optional:file:./bootstrap.toml";

	/** Before configuration files are read, since it says which. */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (ConfigServer.isPresent()) {
			return;
		}
		Map<String, Object> defaults = new LinkedHashMap<>(HealthContributors.groupProperties());
		defaults.put("spring.config.import", LOCATIONS);
		defaults.put("management.endpoints.web.exposure.include", "health,info,metrics,prometheus,bootstrap,dns");
		defaults.put("management.endpoint.health.show-components", "always");
		// the disk that fills up is the one with the home
		defaults.put("management.health.diskspace.path", "${web3.node.home:.}");
		// a trace for every answer of a stranger that is not well signed; it is counted
		defaults.put("logging.level.org.xbill.DNS.dnssec", "off");
		defaults.keySet().removeIf(environment::containsProperty);
		DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
	}

}
