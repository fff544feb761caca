package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The config server's jar as a process, with a folder of its own, and TLS as its README
 * has it set up.
 */
public final class ConfigServer implements AutoCloseable {

	private static final int HEAP = 128;

	private static final Pattern SHELL = Pattern.compile("(?s)## TLS.*?```sh\n(.*?)```");

	private final Path work;

	private final int port;

	private final String pin;

	private RunningJar process;

	/**
	 * Starts it.
	 * @param work its working directory
	 * @param federation whose nodes it knows, as {@code init} made it
	 * @param table what it serves
	 */
	public ConfigServer(Path work, int port, Path federation, String table) throws IOException {
		this.work = work;
		this.port = port;
		write(table);
		this.pin = asInTheReadme(federation);
		start();
	}

	/** The commands end with the pin. */
	private String asInTheReadme(Path federation) throws IOException {
		String readme = Files.readString(Path.of(System.getProperty("web3.root"), "config-server/README.md"));
		Matcher shell = SHELL.matcher(readme);
		assertThat(shell.find()).as("the README of the config server sets up TLS").isTrue();
		Program ran = Program.run("sh", "-c",
				"set -e; cd '%s'; FEDERATION='%s'\n%s".formatted(work, federation, shell.group(1)));
		assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
		return ran.out().strip();
	}

	/** What a person does with the file. */
	public void write(String table) {
		try {
			Files.writeString(Files.createDirectories(work.resolve("config")).resolve("bootstrap.toml"), table);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Starts it again. */
	public void start(String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=" + port));
		arguments.addAll(List.of(settings));
		process = RunningJar.start(Platform.command(jar(), HEAP, arguments), work, log());
		Awaitility.await("the config server is up, or ends: see " + log())
			.atMost(TestFederation.PATIENCE)
			.until(() -> !process.isAlive() || listens());
	}

	private boolean listens() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException notYet) {
			return false;
		}
	}

	public void stop() {
		process.stop();
	}

	/** What a node is started with. */
	public String[] settings() {
		return settings(pin);
	}

	/** The same with the key of somebody else. */
	public String[] settings(String pin) {
		return new String[] { "--spring.config.import=optional:configserver:https://127.0.0.1:" + port,
				"--web3.bootstrap.config-server.pin=" + pin, "--web3.bootstrap.config-server.refresh=1s" };
	}

	/** What it says of its table. */
	public String health() {
		return Program
			.run("curl", "--silent", "--cacert", work.resolve("server.pem").toString(),
					"https://127.0.0.1:" + port + "/actuator/health/table")
			.out();
	}

	private Path log() {
		return work.resolve("config-server.log");
	}

	@Override
	public void close() {
		if (process.isAlive()) {
			process.kill9();
		}
	}

	private static Path jar() {
		Path jar = Platform.jar().resolve("../../../config-server/target/config-server.jar").normalize();
		if (!Files.isRegularFile(jar)) {
			throw new AssertionError(jar + " is not there: this module runs after config-server in one build");
		}
		return jar;
	}

}
