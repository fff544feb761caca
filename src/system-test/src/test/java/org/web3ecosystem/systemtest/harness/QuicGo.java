package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code stoq-peer}, which speaks STOQ with a QUIC and a TLS by other people: quic-go and
 * Go, as Debian packages them. Built once, without the network.
 */
public final class QuicGo {

	private static final Path PACKAGES = Path.of("/usr/share/gocode");

	private static final Path QUIC = PACKAGES.resolve("src/github.com/lucas-clemente/quic-go/client.go");

	private static final Path COMPILERS = Path.of("/usr/lib");

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static @Nullable Path program;

	private QuicGo() {
	}

	/** What happens to one node's HELLO at another; the one may be running meanwhile. */
	public static String asNode(TestNode who, TestNode at) {
		return run(at, identityOf(who), nodeKeyOf(who));
	}

	public static String identityOf(TestNode node) {
		return "-identity=" + node.home().resolve("stoq/identity.pem");
	}

	public static String nodeKeyOf(TestNode node) {
		return "-node-key=" + node.home().resolve("node.key");
	}

	/** Knocks at a node's port; the one line that is said of what came back. */
	public static String run(TestNode at, String... options) {
		JsonNode state = at.bootstrap().orElseThrow(() -> new AssertionError(at.name() + " does not answer"));
		List<String> command = new ArrayList<>(List.of(built().toString(), "-address=127.0.0.1:" + at.ports().stoq(),
				"-chain=" + state.path("chainId").asString(), "-zone=local.internal"));
		command.addAll(List.of(options));
		return Program.run(command).successfully().strip();
	}

	private static synchronized Path built() {
		Path built = program;
		if (built == null) {
			built = build();
			program = built;
		}
		return built;
	}

	private static Path build() {
		List<Path> compilers = compilers();
		Peer.missing(!compilers.isEmpty() && Files.exists(QUIC), "quic-go or its compiler is missing (Debian packages "
				+ "golang-go and golang-github-lucas-clemente-quic-go-dev)");
		Path source = Path.of(System.getProperty("web3.root"), "src/system-test/src/test/go/stoq-peer");
		Path work = Scratch.directory(QuicGo.class);
		Path made = work.resolve("stoq-peer");
		Map<String, String> environment = Map.of("GO111MODULE", "off", "GOPATH", PACKAGES.toString(), "GOCACHE",
				work.resolve("cache").toString(), "GOFLAGS", "", "CGO_ENABLED", "0");
		Program
			.run(List.of(compilers.getFirst().toString(), "build", "-o", made.toString(), "."), source, environment,
					PATIENCE)
			.successfully();
		return made;
	}

	/** Debian's own: that version of quic-go takes no other. */
	private static List<Path> compilers() {
		try (Stream<Path> folders = Files.list(COMPILERS)) {
			return folders.filter(folder -> folder.getFileName().toString().startsWith("go-"))
				.map(folder -> folder.resolve("bin/go"))
				.filter(Files::isExecutable)
				.sorted()
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
