package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A container of the image that {@code -Pimage} built, with a root file system that
 * nobody can write to and without any privilege; gone when closed, with its volumes.
 */
public final class Container implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final List<String> RESTRICTED = List.of("--read-only", "--cap-drop=ALL",
			"--security-opt=no-new-privileges", "--network=none");

	private final String id;

	private Container(String id) {
		this.id = id;
	}

	/**
	 * The image, loaded into the engine: its name there. Older engines want to be told
	 * what a newer one reads from the OCI layout itself.
	 */
	public static String load(Path tar, Path scratch) {
		Peer.missing(Peer.DOCKER.run("info").exit() == 0, "docker info does not answer: no engine runs");
		Program.run("tar", "-xf", tar.toString(), "-C", scratch.toString()).successfully();
		JsonNode entry = read(scratch.resolve("index.json")).at("/manifests/0");
		String name = entry.at("/annotations/org.opencontainers.image.ref.name").asString();
		JsonNode manifest = read(scratch.resolve(blob(entry)));
		List<String> layers = manifest.get("layers").valueStream().map(Container::blob).toList();
		Path loadable = scratch.resolve("loadable.tar");
		try {
			Files.writeString(scratch.resolve("manifest.json"), JSON.writeValueAsString(List
				.of(Map.of("Config", blob(manifest.get("config")), "RepoTags", List.of(name), "Layers", layers))));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		Program.run("tar", "-cf", loadable.toString(), "-C", scratch.toString(), "manifest.json", "blobs")
			.successfully();
		Peer.DOCKER.run("load", "--input", loadable.toString()).successfully();
		return name;
	}

	/** Bytes that a registry would have to send. */
	public static long compressed(Path scratch) {
		JsonNode manifest = read(scratch.resolve(blob(read(scratch.resolve("index.json")).at("/manifests/0"))));
		return manifest.get("layers").valueStream().mapToLong(layer -> layer.get("size").asLong()).sum();
	}

	/** One that goes on until it is closed. */
	public static Container start(String image, String... arguments) {
		return new Container(Peer.DOCKER.run(command(List.of("--detach"), image, arguments)).successfully().strip());
	}

	/** One that ends by itself. */
	public static Program run(List<String> options, String image, String... arguments) {
		List<String> all = new ArrayList<>(options);
		all.add("--rm");
		return Peer.DOCKER.run(command(all, image, arguments));
	}

	/** A command of the jar beside the node in the container. */
	public Program exec(String... arguments) {
		List<String> command = new ArrayList<>(List.of("exec", id, "java", "-jar", "/app/platform-app.jar"));
		command.addAll(List.of(arguments));
		return Peer.DOCKER.run(command.toArray(String[]::new));
	}

	/** As whom it runs: {@code UID:GID}. */
	public String user() {
		return Peer.DOCKER.run("inspect", "--format", "{{.Config.User}}", id).successfully().strip();
	}

	@Override
	public void close() {
		Peer.DOCKER.run("rm", "--force", "--volumes", id);
	}

	private static String[] command(List<String> options, String image, String... arguments) {
		List<String> command = new ArrayList<>(List.of("run"));
		command.addAll(RESTRICTED);
		command.addAll(options);
		command.add(image);
		command.addAll(List.of(arguments));
		return command.toArray(String[]::new);
	}

	private static String blob(JsonNode descriptor) {
		return "blobs/" + descriptor.get("digest").asString().replace(':', '/');
	}

	private static JsonNode read(Path file) {
		return JSON.readTree(file.toFile());
	}

}
