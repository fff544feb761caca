package org.web3ecosystem.platform.node;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * Says on standard error why a node did not start and what to do, once, even if four
 * nodes in one process do not start for the same reason.
 */
public final class AnalysisOnConsole implements FailureAnalysisReporter {

	private static final AtomicReference<@Nullable String> LAST = new AtomicReference<>();

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
		err.println("error: " + description);
		if (analysis.getAction() != null && !analysis.getAction().isBlank()) {
			err.println("  do: " + analysis.getAction().strip());
		}
	}

}
