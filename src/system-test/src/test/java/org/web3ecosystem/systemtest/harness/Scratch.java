package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Directories under {@code target} that outlive the test, for whoever reads the logs. */
public final class Scratch {

	private static final Path ROOT = Path.of("target", "federations").toAbsolutePath();

	private static final AtomicInteger COUNT = new AtomicInteger();

	private Scratch() {
	}

	/** A new directory; one of this name from an earlier run is gone. */
	public static Path directory(Class<?> test) {
		Path directory = ROOT.resolve(test.getSimpleName() + "-" + COUNT.incrementAndGet());
		try {
			delete(directory);
			return Files.createDirectories(directory);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> entries = Files.walk(directory)) {
				for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(entry);
				}
			}
		}
	}

}
