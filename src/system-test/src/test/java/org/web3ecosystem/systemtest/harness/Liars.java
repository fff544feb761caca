package org.web3ecosystem.systemtest.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * A validator that contradicts itself when it is told to: a class of this module before
 * the platform's on the class path. The platform itself cannot do that.
 */
public final class Liars {

	private static final Path SOURCES = Path
		.of(System.getProperty("web3.root", "../.."), "src/system-test/src/test/resources/liar")
		.toAbsolutePath();

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	private final Path classes;

	private final Path jar;

	private Liars(Path classes, Path jar) {
		this.classes = classes;
		this.jar = jar;
	}

	/** Compiles against the packaged jar. */
	public static Liars in(Path work) {
		try {
			Path jar = Platform.extracted(work.resolve("extracted"));
			Path classes = Files.createDirectories(work.resolve("liar"));
			Path imports = classes.resolve(IMPORTS);
			Files.createDirectories(imports.getParent());
			Files.writeString(imports, "org.web3ecosystem.hashgraph.LyingAutoConfiguration\n");
			Liars liars = new Liars(classes, jar);
			liars.compile();
			return liars;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void compile() throws IOException {
		List<String> options = List.of("-proc:none", "-d", classes.toString(), "--class-path", libraries(),
				SOURCES.resolve("LyingAutoConfiguration.java").toString(),
				SOURCES.resolve("VerifyEvidence.java").toString());
		int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
		if (failed != 0) {
			throw new AssertionError("the liar does not compile");
		}
	}

	private String libraries() throws IOException {
		try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
			return Stream.concat(Stream.of(jar), libraries)
				.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator));
		}
	}

	/** Of a node that can lie. */
	public List<Path> path() {
		return List.of(classes, jar);
	}

	/** From now on it gossips two versions of its events. */
	public static void lie(TestNode node) {
		try {
			Files.createFile(node.home().resolve("lie"));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** From now on it does not. */
	public static void stop(TestNode node) {
		try {
			Files.delete(node.home().resolve("lie"));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * Whom the evidence in a file with a proof convicts, without asking a node:
	 * {@code convicts <node> <evidence>}.
	 * @param genesis the genesis document
	 */
	public String verify(Path genesis, Path proof) {
		return Program.run(Platform.application(List.of(classes, jar), Path.of("VerifyEvidence"),
				List.of(genesis.toString(), proof.toString())))
			.successfully()
			.strip();
	}

}
