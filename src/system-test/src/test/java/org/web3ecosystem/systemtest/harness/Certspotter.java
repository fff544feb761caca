package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A monitor by other people. It follows a log that it is told of, checks every signature
 * and that the tree only grows, and tells of certificates for a watched domain.
 */
public final class Certspotter implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final Process process;

	private final Path told;

	private final Path state;

	private Certspotter(Process process, Path told, Path state) {
		this.process = process;
		this.told = told;
		this.state = state;
	}

	/**
	 * Starts to follow.
	 * @param description of the log, a member of a list of logs
	 * @param root that it trusts
	 */
	public static Certspotter follow(String description, String domain, Path root, Path directory) {
		Peer.CERTSPOTTER.require();
		try {
			Files.createDirectories(directory);
			Path logs = Files.writeString(directory.resolve("logs.json"),
					"{\"operators\":[{\"name\":\"federation\",\"email\":[],\"logs\":["
							+ description.strip()
								.replaceFirst("}$", ",\"state\":{\"usable\":{\"timestamp\":\"2026-01-01T00:00:00Z\"}}}")
							+ "]}]}");
			Path watched = Files.writeString(directory.resolve("watched"), "." + domain + "\n");
			Path told = directory.resolve("told");
			Path state = Files.createDirectories(directory.resolve("state"));
			ProcessBuilder builder = new ProcessBuilder("certspotter", "-verbose", "-stdout", "-logs", logs.toString(),
					"-watchlist", watched.toString(), "-state_dir", state.toString())
				.redirectErrorStream(true)
				.redirectOutput(told.toFile());
			builder.environment().put("SSL_CERT_FILE", root.toString());
			Process process = builder.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new Certspotter(process, told, state);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Waits until what it has told is as wanted, and gives it. */
	public String await(String what, Duration patience, Predicate<String> wanted) {
		return Awaitility.await("certspotter " + what).atMost(patience).until(this::told, wanted);
	}

	/**
	 * Of how many entries it has found that they are those of a signed tree head; -1 as
	 * long as it has not looked.
	 */
	public long verified() {
		try (Stream<Path> files = Files.walk(state)) {
			for (Path file : files.filter(each -> each.endsWith("state.json")).toList()) {
				return JSON.readTree(Files.readString(file)).path("verified_position").path("size").asLong(-1);
			}
			return -1;
		}
		catch (IOException | JacksonException beingWritten) {
			return -1;
		}
	}

	/** All that it has told. */
	public String told() {
		try {
			return Files.readString(told);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@Override
	public void close() {
		process.destroyForcibly();
	}

}
