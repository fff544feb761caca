package org.web3ecosystem.platform.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.web3ecosystem.bootstrap.monitor.NodeLog;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.node.AnalysisOnConsole;
import org.web3ecosystem.platform.node.Nodes;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * The application contexts of a local federation: started beside each other, each with
 * its own home and ports, nothing shared but the process.
 */
final class LocalNodes implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LocalNodes.class);

	private static final Duration STOP_WITHIN = Duration.ofMillis(4500);

	private final FederationDirectory directory;

	private final LocalLogs logs;

	private final List<String> settings;

	private final Map<Validator, ConfigurableApplicationContext> contexts = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable String> failedNode = new AtomicReference<>();

	private volatile boolean closing;

	LocalNodes(FederationDirectory directory, LocalLogs logs, List<String> settings) {
		this.directory = directory;
		this.logs = logs;
		this.settings = settings;
	}

	/** Starts all nodes; returns at once. */
	void start(Runnable onFailure) {
		// all are known before one begins
		directory.validators().forEach(LocalNodes::log);
		for (Validator validator : directory.validators()) {
			log(validator).start("start", () -> start(validator, onFailure));
		}
	}

	/** What to say if a node did not start and nothing was said yet. */
	Optional<List<String>> failure() {
		return Optional.ofNullable(failedNode.get())
			.filter(node -> !AnalysisOnConsole.hasReported())
			.map(node -> List.of("error: " + node + " did not start", "  do: look at " + logs.logOf(node)));
	}

	boolean failed() {
		return failedNode.get() != null;
	}

	@Override
	public void close() {
		closing = true;
		List<Thread> stops = new ArrayList<>();
		contexts.forEach((validator, context) -> stops.add(log(validator).start("stop", context::close)));
		long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
		for (Thread stop : stops) {
			try {
				stop.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void start(Validator validator, Runnable onFailure) {
		try {
			ConfigurableApplicationContext context = Nodes.among(settingsOf(validator), environment -> {
				logs.levels(environment);
				SharedSettings.check(environment);
			}, settings.toArray(String[]::new));
			contexts.put(validator, context);
			if (closing) {
				context.close();
			}
		}
		catch (RuntimeException failure) {
			if (!closing) {
				logger.error("node did not start: node={}", validator.name(), failure);
				failedNode.compareAndSet(null, validator.name());
				onFailure.run();
			}
		}
	}

	private static NodeLog log(Validator validator) {
		return NodeLog.node(validator.name(), validator.id().brief());
	}

	private Map<String, Object> settingsOf(Validator validator) {
		Map<String, Object> all = new HashMap<>();
		all.put("spring.jmx.enabled", "false");
		all.put("web3.node.home", directory.home(validator).toString());
		// a key for whoever owns the directory, which only this form of running hands out
		all.put("web3.platform.operator-certificate", true);
		return all;
	}

}
