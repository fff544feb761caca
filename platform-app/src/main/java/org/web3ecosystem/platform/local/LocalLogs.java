package org.web3ecosystem.platform.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.web3ecosystem.bootstrap.actuate.NodeConverter;
import org.web3ecosystem.bootstrap.monitor.NodeLog;
import reactor.core.scheduler.Schedulers;

/**
 * Sends the log of each node to {@code node.log} in its home, and what belongs to none to
 * {@code platform.log}. Counts warnings, so that the screen can say there are some.
 */
final class LocalLogs extends AppenderBase<ILoggingEvent> {

	static final String NODE_LOG = "node.log";

	static final String PLATFORM_LOG = "platform.log";

	private static final FileSize LARGEST = FileSize.valueOf("10MB");

	private static final int KEPT = 2;

	private final Map<String, RollingFileAppender<ILoggingEvent>> files = new HashMap<>();

	private final AtomicLong warnings = new AtomicLong();

	private final Path directory;

	private LocalLogs(LoggerContext context, Path directory, List<String> nodes) {
		this.directory = directory;
		setContext(context);
		nodes.forEach(node -> files.put(node, file(directory.resolve(node).resolve(NODE_LOG))));
		files.put("", file(directory.resolve(PLATFORM_LOG)));
		start();
	}

	/** Takes over logging for this process; nothing is logged to the console. */
	static LocalLogs install(Path directory, List<String> nodes) {
		NodeConverter.register();
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.reset();
		LocalLogs logs = new LocalLogs(context, directory, nodes);
		Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		root.setLevel(Level.INFO);
		root.addAppender(logs);
		// java.util.logging would write to standard error
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
		// Reactor's own threads are the process's
		Schedulers.onScheduleHook(NodeLog.class.getName(), NodeLog::carried);
		return logs;
	}

	/** Before the first logger: Spring Boot shall not configure logging four times. */
	static void claim() {
		System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
	}

	/**
	 * Sets the levels that a node's settings ask for; they are the same for all nodes.
	 */
	void levels(ConfigurableEnvironment environment) {
		LoggerContext loggers = (LoggerContext) getContext();
		Binder.get(environment)
			.bind("logging.level", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.forEach((name, level) -> loggers
				.getLogger("root".equalsIgnoreCase(name) ? org.slf4j.Logger.ROOT_LOGGER_NAME : name)
				.setLevel(Level.toLevel(level, Level.INFO)));
	}

	long warnings() {
		return warnings.get();
	}

	Path logOf(String node) {
		return directory.resolve(node).resolve(NODE_LOG);
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
			warnings.incrementAndGet();
		}
		NodeLog node = NodeLog.of(event.getThreadName());
		RollingFileAppender<ILoggingEvent> file = files.get(node == null ? "" : node.name());
		if (file != null) {
			file.doAppend(event);
		}
	}

	private RollingFileAppender<ILoggingEvent> file(Path path) {
		RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
		file.setContext(getContext());
		file.setFile(path.toString());
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(getContext());
		encoder.setPattern(NodeConverter.PATTERN);
		encoder.start();
		FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
		rolling.setContext(getContext());
		rolling.setParent(file);
		rolling.setFileNamePattern(path + ".%i");
		rolling.setMinIndex(1);
		rolling.setMaxIndex(KEPT);
		rolling.start();
		SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
		size.setContext(getContext());
		size.setMaxFileSize(LARGEST);
		size.start();
		file.setEncoder(encoder);
		file.setRollingPolicy(rolling);
		file.setTriggeringPolicy(size);
		file.start();
		return file;
	}

}
