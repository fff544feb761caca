package org.web3ecosystem.platform.node;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.core.annotation.Order;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.FileAppender;

/**
 * Says on standard error why a node did not start and what to do, once, even if four
 * nodes in one process do not start for the same reason.
 */
@Order(0)
public final class AnalysisOnConsole implements FailureAnalysisReporter {

	private static final AtomicReference<@Nullable String> LAST = new AtomicReference<>();

	private static final String BOOTS_OWN = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

	private final PrintStream err;

	public AnalysisOnConsole() {
		this(System.err);
	}

	AnalysisOnConsole(PrintStream err) {
		this.err = err;
	}

	/** Whether a reason was given. */
	public static boolean hasReported() {
		return LAST.get() != null;
	}

	@Override
	public void report(FailureAnalysis analysis) {
		String description = Objects.requireNonNullElse(analysis.getDescription(), "the node did not start").strip();
		if (description.equals(LAST.getAndSet(description))) {
			return;
		}
		quietIfThereIsNoLog();
		err.println("error: " + description);
		if (analysis.getAction() != null && !analysis.getAction().isBlank()) {
			err.println("  do: " + analysis.getAction().strip());
		}
	}

	/**
	 * Boot logs the same next: into the node's log or, as long as logging is not set up,
	 * to the console again.
	 */
	private static void quietIfThereIsNoLog() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			boolean[] file = { false };
			context.getLogger(Logger.ROOT_LOGGER_NAME)
				.iteratorForAppenders()
				.forEachRemaining(appender -> file[0] |= appender instanceof FileAppender<?>);
			if (!file[0]) {
				context.getLogger(BOOTS_OWN).setLevel(Level.OFF);
			}
		}
	}

}
