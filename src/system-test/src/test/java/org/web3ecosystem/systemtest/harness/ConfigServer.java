package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;

/** The config server's jar as a process, with a folder of its own. */
public final class ConfigServer implements AutoCloseable {

	private static final int HEAP = 128;

	private final Path work;

	private final int port;

	private RunningJar process;

	/**
	 * Starts it.
	 * @param work its working directory
	 * @param table what it serves
	 */
	public ConfigServer(Path work, int port, String table) {
		this.work = work;
		this.port = port;
		write(table);
		start();
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
	public void start() {
		process = RunningJar.start(Platform.command(jar(), HEAP, List.of("--server.port=" + port)), work, log());
		Awaitility.await("the config server is up, or ends: see " + log())
			.atMost(TestFederation.PATIENCE)
			.until(() -> !process.isAlive() || health().contains("status"));
	}

	public void stop() {
		process.stop();
	}

	/** What a node is started with. */
	public String setting() {
		return "--spring.config.import=optional:configserver:http://127.0.0.1:" + port;
	}

	/** What it says of its table; empty while it does not answer. */
	public String health() {
		URI address = URI.create("http://127.0.0.1:" + port + "/actuator/health/table");
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (IOException away) {
			return "";
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return "";
		}
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
