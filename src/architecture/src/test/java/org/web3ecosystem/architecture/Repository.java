package org.web3ecosystem.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in a working copy. */
final class Repository {

	private Repository() {
	}

	/** The folder of the aggregator POM. */
	static Path root() {
		Path here = Path.of("").toAbsolutePath();
		return here.endsWith(Path.of("src", "architecture")) ? here.getParent().getParent() : here;
	}

	/** What the product's modules were compiled to; test support is not product. */
	static List<Path> classes() {
		return modules().filter(module -> !module.endsWith("spi-test"))
			.map(module -> module.resolve("target/classes"))
			.filter(Files::isDirectory)
			.toList();
	}

	static List<Path> testClasses() {
		return Stream.concat(modules(), Stream.of(root().resolve("src/system-test")))
			.flatMap(module -> Stream.of(module.resolve("target/test-classes"),
					module.resolve(module.endsWith("spi-test") ? "target/classes" : "target/test-classes")))
			.distinct()
			.filter(Files::isDirectory)
			.toList();
	}

	private static Stream<Path> modules() {
		try (Stream<Path> starters = Files.list(root().resolve("starters"))) {
			return Stream.concat(starters.toList().stream(),
					Stream.of(root().resolve("platform-app"), root().resolve("config-server")));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
