package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

import org.web3ecosystem.bootstrap.actuate.NodeConverter;

/**
 * Puts node, phase and key-value pairs on every log line, unless the operator has a
 * pattern already.
 */
final class NodeLogging implements EnvironmentPostProcessor {

	private static final Map<String, String> PATTERNS = Map.of("logging.pattern.console", NodeConverter.CONSOLE_PATTERN,
			"logging.pattern.file", NodeConverter.PATTERN);

	private static final String LOGBACK = "ch.qos.logback.classic.PatternLayout";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (ConfigServer.isPresent() || !ClassUtils.isPresent(LOGBACK, getClass().getClassLoader())) {
			return;
		}
		NodeConverter.register();
		Map<String, Object> patterns = new HashMap<>(PATTERNS);
		patterns.keySet().removeIf(environment::containsProperty);
		DefaultPropertiesPropertySource.addOrMerge(patterns, environment.getPropertySources());
	}

}
