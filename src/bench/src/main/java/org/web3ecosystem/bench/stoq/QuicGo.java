package org.web3ecosystem.bench.stoq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** quic-go with itself, as Debian packages it; built without the network. */
final class QuicGo {

	static final String TITLE = "quic-go with itself";

	private static final Path SOURCE = Path.of("src/bench/src/main/go/bench-peer");

	private static final Path PACKAGES = Path.of("/usr/share/gocode");

	private static final Path LIBRARY = PACKAGES.resolve("src/github.com/lucas-clemente/quic-go/client.go");

	private QuicGo() {
	}

	/** The program, or empty and a line that says why there is none. */
	static Optional<Path> build(Path directory) throws IOException, InterruptedException {
		Optional<Path> compiler = compiler();
		if (compiler.isEmpty() || !Files.exists(LIBRARY) || !Files.exists(SOURCE)) {
			System.out.println("Without quic-go: it takes the Debian packages golang-go and "
					+ "golang-github-lucas-clemente-quic-go-dev, and the root of the repository as working directory.");
			return Optional.empty();
		}
		Path made = directory.resolve("bench-peer");
		ProcessBuilder build = new ProcessBuilder(compiler.get().toString(), "build", "-o", made.toString(), ".")
			.directory(SOURCE.toFile())
			.inheritIO();
		build.environment()
			.putAll(Map.of("GO111MODULE", "off", "GOPATH", PACKAGES.toString(), "GOCACHE",
					directory.resolve("cache").toString(), "GOFLAGS", "", "CGO_ENABLED", "0"));
		if (build.start().waitFor() != 0) {
			throw new IOException("quic-go was not built");
		}
		return Optional.of(made);
	}

	/** Debian's own: that version of quic-go takes no other. */
	private static Optional<Path> compiler() throws IOException {
		try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
			List<Path> found = folders.filter(folder -> folder.getFileName().toString().startsWith("go-"))
				.map(folder -> folder.resolve("bin/go"))
				.filter(Files::isExecutable)
				.sorted(Comparator.naturalOrder())
				.toList();
			return found.stream().findFirst();
		}
	}

}
