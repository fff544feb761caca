package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

import org.web3ecosystem.bootstrap.actuate.NodeConverter;

/** Puts node and phase on every log line, unless the operator has a pattern already. */
final class NodeLogging implements EnvironmentPostProcessor {

	private static final String PATTERN = "logging.pattern.level";

	private static final String LOGBACK = "ch.qos.logback.classic.PatternLayout";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (ConfigServer.isPresent() || !ClassUtils.isPresent(LOGBACK, getClass().getClassLoader())) {
			return;
		}
		NodeConverter.register();
		if (!environment.containsProperty(PATTERN)) {
			DefaultPropertiesPropertySource.addOrMerge(Map.of(PATTERN, NodeConverter.LEVEL_PATTERN),
					environment.getPropertySources());
		}
	}

}
