package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.platform.command.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A package from the catalogue to a directory. What it is says the ledger, with proof;
 * the node only has the bytes, and each blob is what the owner signed or refused.
 */
final class PackageDownload {

	private static final JsonMapper JSON = new JsonMapper();

	private final Rest rest;

	private final ProvenPackages packages;

	PackageDownload(Rest rest, ProvenPackages packages) {
		this.rest = rest;
		this.packages = packages;
	}

	/**
	 * Resolves a package and writes its blobs.
	 * @param to must not exist or be empty
	 */
	JsonNode fetch(String name, Constraint constraint, Path to) {
		requireEmpty(to);
		ProvenPackages.Found found = packages.find(name, constraint);
		Manifest manifest = found.manifest();
		Path draft = to.toAbsolutePath().resolveSibling(to.getFileName() + ".part");
		requireEmpty(draft);
		String blobs = "/catalog/packages/" + name + "/" + encode(manifest.version().withoutBuild().toString())
				+ "/blobs/";
		for (Blob blob : manifest.blobs()) {
			Content content = blob.content();
			byte[] bytes = rest.download(blobs + content.digest().hex(), (int) Content.MAX_SIZE);
			if (!Digest.over(bytes).equals(content.digest())) {
				throw new RefusedException("the bytes of " + blob.path() + " are not what the owner signed",
						"ask another node");
			}
			write(draft.resolve(blob.path()), bytes);
		}
		move(draft, to);
		return JSON.createObjectNode()
			.put("name", name)
			.put("version", manifest.version().toString())
			.put("owner", manifest.owner().hex())
			.put("digest", found.digest().hex())
			.put("blobs", manifest.blobs().size())
			.put("provenAt", found.height().number())
			.put("directory", to.toString());
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static void requireEmpty(Path directory) {
		try {
			Files.createDirectories(directory);
			try (Stream<Path> files = Files.list(directory)) {
				if (files.findAny().isPresent()) {
					throw new RefusedException(directory + " is not empty",
							"name a directory that is empty or not there");
				}
			}
		}
		catch (IOException failure) {
			throw new RefusedException("cannot write to " + directory + ": " + failure.getMessage(),
					"name a directory that is empty or not there", failure);
		}
	}

	/** An empty directory in its place gives way. */
	private static void move(Path draft, Path to) {
		try {
			Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot move " + draft + " to " + to + ": " + failure.getMessage(),
					"move it yourself; it is whole", failure);
		}
	}

	private static void write(Path file, byte[] bytes) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, bytes);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot write " + file + ": " + failure.getMessage(), "check the disk", failure);
		}
	}

}
