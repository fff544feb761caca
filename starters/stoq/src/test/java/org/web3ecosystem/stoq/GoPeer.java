package org.web3ecosystem.stoq;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * quic-go, with Go's own TLS, as a node that listens: the program {@code stoq-peer} of
 * the system tests, built with what Debian packages. A test is skipped where that is
 * missing, and fails where {@code WEB3_REQUIRE_PEERS=true}.
 */
public final class GoPeer implements AutoCloseable {

	private static final Path PACKAGES = Path.of("/usr/share/gocode");

	private static final Path QUIC = PACKAGES.resolve("src/github.com/lucas-clemente/quic-go/server.go");

	private static final Path SOURCE = Path.of("../../src/system-test/src/test/go/stoq-peer");

	private static final String LISTENING = "listening at ";

	private static final long BUILD_MINUTES = 5;

	private final Process process;

	private final BufferedReader said;

	private final InetSocketAddress address;

	private GoPeer(Process process) throws IOException {
		this.process = process;
		this.said = process.inputReader();
		String line = said.readLine();
		if (line == null || !line.startsWith(LISTENING)) {
			throw new IOException("quic-go said: " + line);
		}
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
				Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
	}

	/**
	 * Listens as a node.
	 * @param leaf keys of its certificate; null makes a self-signed one
	 */
	public static GoPeer listen(Path directory, Node node, @Nullable KeyPair leaf, @Nullable CertificateChain chain)
			throws Exception {
		Path program = build(directory);
		Path nodeKey = directory.resolve("node.key");
		Files.writeString(nodeKey, pem(new JcaPKCS8Generator(node.key().pair().getPrivate(), null)));
		List<String> command = new ArrayList<>(List.of(program.toString(), "-listen=127.0.0.1:0",
				"-chain=" + node.genesis().chainId(), "-zone=" + TestFederation.ZONE, "-node-key=" + nodeKey));
		if (leaf != null && chain != null) {
			Path identity = directory.resolve("identity.pem");
			Files.writeString(identity, pem(new JcaPKCS8Generator(leaf.getPrivate(), null)) + pem(chain.leaf()));
			command.add("-identity=" + identity);
		}
		return new GoPeer(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * Knocks as a node at one that listens.
	 * @return what it says of that
	 */
	public static String knock(Path directory, Node node, KeyPair leaf, CertificateChain chain, InetSocketAddress at,
			String... options) throws Exception {
		Path program = build(directory);
		Path nodeKey = directory.resolve("knocking.key");
		Files.writeString(nodeKey, pem(new JcaPKCS8Generator(node.key().pair().getPrivate(), null)));
		Path identity = directory.resolve("knocking.pem");
		Files.writeString(identity, pem(new JcaPKCS8Generator(leaf.getPrivate(), null)) + pem(chain.leaf()));
		List<String> command = new ArrayList<>(
				List.of(program.toString(), "-address=127.0.0.1:" + at.getPort(), "-chain=" + node.genesis().chainId(),
						"-zone=" + TestFederation.ZONE, "-node-key=" + nodeKey, "-identity=" + identity));
		command.addAll(List.of(options));
		Process knocking = new ProcessBuilder(command).redirectErrorStream(true).start();
		String line = new String(knocking.getInputStream().readAllBytes()).strip();
		knocking.waitFor();
		return line;
	}

	private static String pem(Object content) throws IOException {
		StringWriter text = new StringWriter();
		try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
			writer.writeObject(content);
		}
		return text.toString();
	}

	private static Path build(Path directory) throws Exception {
		Path made = directory.resolve("stoq-peer");
		if (Files.exists(made)) {
			return made;
		}
		Path compiler = compiler();
		ProcessBuilder builder = new ProcessBuilder(compiler.toString(), "build", "-o", made.toString(), ".")
			.directory(SOURCE.toFile())
			.redirectErrorStream(true);
		builder.environment()
			.putAll(Map.of("GO111MODULE", "off", "GOPATH", PACKAGES.toString(), "GOCACHE",
					directory.resolve("cache").toString(), "GOFLAGS", "", "CGO_ENABLED", "0"));
		Process building = builder.start();
		String log = new String(building.getInputStream().readAllBytes());
		if (!building.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || building.exitValue() != 0) {
			throw new IOException("stoq-peer was not built: " + log);
		}
		return made;
	}

	/** Debian's own: that version of quic-go takes no other. */
	private static Path compiler() throws IOException {
		try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
			List<Path> found = folders.filter(folder -> folder.getFileName().toString().startsWith("go-"))
				.map(folder -> folder.resolve("bin/go"))
				.filter(Files::isExecutable)
				.sorted()
				.toList();
			boolean there = !found.isEmpty() && Files.exists(QUIC);
			String missing = "quic-go or its compiler is missing (Debian packages golang-go and "
					+ "golang-github-lucas-clemente-quic-go-dev)";
			if (!there && "true".equals(System.getenv("WEB3_REQUIRE_PEERS"))) {
				throw new AssertionError(missing + ", and WEB3_REQUIRE_PEERS is true");
			}
			Assumptions.assumeTrue(there, missing);
			return found.getFirst();
		}
	}

	public InetSocketAddress address() {
		return address;
	}

	/** The next line it says. */
	public @Nullable String says() throws IOException {
		return said.readLine();
	}

	@Override
	public void close() {
		process.destroy();
	}

}
