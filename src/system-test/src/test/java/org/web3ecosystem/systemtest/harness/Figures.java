package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Figures that were measured on the way; nothing is asserted on them. */
public final class Figures {

	private static final Path REPORT = Path.of("target", "performance.md").toAbsolutePath();

	private Figures() {
	}

	public static void note(String what, Duration took) {
		note(what, String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0));
	}

	/** One row of a Markdown table. */
	public static synchronized void note(String what, String value) {
		try {
			Files.createDirectories(REPORT.getParent());
			if (!Files.exists(REPORT)) {
				Files.writeString(REPORT,
						"Measured " + Instant.now() + " on " + Runtime.getRuntime().availableProcessors()
								+ " processors, Java " + Runtime.version() + ", " + System.getProperty("os.name")
								+ ".\n\n| what | measured |\n|---|---|\n");
			}
			Files.writeString(REPORT, "| " + what + " | " + value + " |\n", StandardOpenOption.APPEND);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
