package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Figures that were measured on the way, in {@code target/performance.md}. Nothing is
 * asserted on them; a goal stands beside a figure so that one sees where it is missed.
 */
public final class Figures {

	private static final Path REPORT = Path.of("target", "performance.md").toAbsolutePath();

	private static final String NO_GOAL = "";

	/** Of this run: what an earlier one noted is gone. */
	private static boolean begun;

	private Figures() {
	}

	public static void note(String what, Duration took) {
		note(what, seconds(took), NO_GOAL);
	}

	public static void note(String what, String value) {
		note(what, value, NO_GOAL);
	}

	/** One row of a Markdown table. */
	public static synchronized void note(String what, String value, String goal) {
		try {
			Files.createDirectories(REPORT.getParent());
			if (!begun) {
				Files.writeString(REPORT, head());
				begun = true;
			}
			Files.writeString(REPORT, "| " + what + " | " + value + " | " + goal + " |\n", StandardOpenOption.APPEND);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** With one digit behind the point. */
	public static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

	private static String head() {
		return "Measured " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + " on "
				+ Runtime.getRuntime().availableProcessors() + " processors (" + word("/proc/cpuinfo", "model name")
				+ "), " + word("/proc/meminfo", "MemTotal") + " of memory, " + System.getProperty("os.name") + " "
				+ System.getProperty("os.version") + ", Java " + Runtime.version() + ". Load average before: " + load()
				+ ".\n\n| what | measured | goal |\n|---|---|---|\n";
	}

	/** How busy the machine is, where Linux tells. */
	public static String load() {
		try {
			return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
		}
		catch (IOException untold) {
			return "unknown";
		}
	}

	/** The first value of a key in a file of the kernel's. */
	private static String word(String file, String key) {
		try {
			return Files.readAllLines(Path.of(file))
				.stream()
				.filter(line -> line.startsWith(key))
				.map(line -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException untold) {
			return "unknown";
		}
	}

}
