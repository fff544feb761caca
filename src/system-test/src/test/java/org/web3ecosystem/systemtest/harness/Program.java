package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that ends by itself: what it printed, and with which code it ended. */
public record Program(int exit, String out, String err) {

	/** How long a program may take unless a test says otherwise. */
	public static final Duration PATIENCE = Duration.ofSeconds(180);

	public static Program run(List<String> command) {
		return run(command, Path.of("").toAbsolutePath(), Map.of(), PATIENCE);
	}

	public static Program run(String... command) {
		return run(List.of(command));
	}

	/** Runs in a directory, with more environment, and ends it after {@code patience}. */
	public static Program run(List<String> command, Path directory, Map<String, String> environment,
			Duration patience) {
		try {
			Path out = Files.createTempFile("out", ".txt");
			Path err = Files.createTempFile("err", ".txt");
			ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
				.redirectInput(Path.of("/dev/null").toFile())
				.redirectOutput(out.toFile())
				.redirectError(err.toFile());
			builder.environment().putAll(environment);
			Process process = builder.start();
			boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (!ended) {
				process.destroyForcibly().waitFor();
			}
			Program program = new Program(ended ? process.exitValue() : -1, Files.readString(out),
					Files.readString(err));
			Files.delete(out);
			Files.delete(err);
			if (!ended) {
				throw new AssertionError("did not end within " + patience + ": " + command + "\n" + program);
			}
			return program;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", interrupted);
		}
	}

	/** What it printed, if it ended well. */
	public String successfully() {
		if (exit != 0) {
			throw new AssertionError("ended with " + exit + ":\n" + out + err);
		}
		return out;
	}

}
