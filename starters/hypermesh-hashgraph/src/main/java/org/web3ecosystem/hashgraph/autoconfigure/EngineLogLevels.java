package org.web3ecosystem.hashgraph.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The engine logs its whole life at INFO and every lost connection with a stack trace at
 * WARN. These defaults keep what an operator can act on; any {@code logging.level}
 * property of the application wins.
 */
public final class EngineLogLevels implements EnvironmentPostProcessor {

	private static final Map<String, Object> DEFAULTS = Map.of("logging.level.com.swirlds", "warn",
			"logging.level.org.hiero", "warn", "logging.level.com.hedera", "warn",
			// reports about this machine, and files that are missing at a first start
			"logging.level.com.swirlds.platform.health", "error", "logging.level.org.hiero.consensus.pces", "error",
			// a peer that went away, which hypermesh reports as a state
			"logging.level.org.hiero.consensus.gossip.impl.network", "error",
			"logging.level.org.hiero.consensus.concurrent.framework", "error");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new MapPropertySource("hashgraphLogLevels", DEFAULTS));
	}

}
