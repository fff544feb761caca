package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Stream;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.ChainId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Packages between a directory and the catalogue. */
final class PackageFiles {

	private static final int MAX_MANIFEST = 64 * 1024;

	private static final int BUFFER = 64 * 1024;

	private static final JsonMapper JSON = new JsonMapper();

	private final Rest rest;

	PackageFiles(Rest rest) {
		this.rest = rest;
	}

	/**
	 * Uploads the blobs that a manifest names and publishes it. A blob needs
	 * {@code "path"}; its digest is worked out.
	 */
	JsonNode publish(Path file) {
		ObjectNode manifest = manifest(file);
		Path directory = file.toAbsolutePath().resolveSibling("").normalize();
		for (JsonNode blob : manifest.path("blobs")) {
			if (!(blob instanceof ObjectNode object) || !blob.path("path").isString()) {
				throw new RefusedException("a blob in " + file + " has no \"path\"", "give each blob a path");
			}
			Path content = below(directory, blob.path("path").stringValue());
			String digest = digest(content);
			try {
				rest.put("/catalog/blobs/" + digest, BodyPublishers.ofFile(content));
			}
			catch (IOException gone) {
				throw unreadable(content, gone);
			}
			object.put("digest", digest);
		}
		return rest.send("POST", "/catalog/packages", manifest);
	}

	/** Not by way of a link either: what is published is published for ever. */
	private static Path below(Path directory, String path) {
		Path content = directory.resolve(path).normalize();
		try {
			if (content.startsWith(directory) && content.toRealPath().startsWith(directory.toRealPath())) {
				return content;
			}
		}
		catch (IOException unreadable) {
			throw unreadable(content, unreadable);
		}
		throw new RefusedException(content + " is not below " + directory,
				"put the blobs themselves beside or below the manifest");
	}

	private static ObjectNode manifest(Path file) {
		try {
			if (Files.size(file) > MAX_MANIFEST) {
				throw new RefusedException(file + " has more than " + MAX_MANIFEST + " bytes",
						"a manifest names blobs, it does not hold them");
			}
			if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
				return object;
			}
			throw new RefusedException(file + " is not a JSON object", "see starters/catalog/README.md");
		}
		catch (IOException unreadable) {
			throw unreadable(file, unreadable);
		}
		catch (JacksonException malformed) {
			throw new RefusedException(file + " is not JSON: " + malformed.getOriginalMessage(),
					"see starters/catalog/README.md", malformed);
		}
	}

	private static String digest(Path file) {
		try {
			if (Files.size(file) > Content.MAX_SIZE) {
				throw new RefusedException(file + " has more than " + Content.MAX_SIZE + " bytes", "split it");
			}
			MessageDigest sha256 = Digest.sha256();
			try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), sha256)) {
				byte[] buffer = new byte[BUFFER];
				while (bytes.read(buffer) >= 0) {
					// the digest reads along
				}
			}
			return Digest.of(sha256.digest()).hex();
		}
		catch (IOException unreadable) {
			throw unreadable(file, unreadable);
		}
	}

	/**
	 * Resolves a package, checks the owner's signature and every byte, and writes the
	 * blobs.
	 */
	JsonNode fetch(String name, String constraint, ChainId chain, Path to) {
		requireEmpty(to);
		String path = "/catalog/packages/" + name + "/"
				+ URLEncoder.encode(constraint, StandardCharsets.UTF_8).replace("+", "%20");
		JsonNode found = rest.get(path);
		Manifest manifest = verified(found, chain);
		if (!manifest.name().equals(name)) {
			throw new RefusedException("asked for " + name + ", the node answered with " + manifest.name(),
					"ask another node");
		}
		Path draft = to.toAbsolutePath().resolveSibling(to.getFileName() + ".part");
		requireEmpty(draft);
		for (Blob blob : manifest.blobs()) {
			Content content = blob.content();
			byte[] bytes = rest.download(path + "/blobs/" + content.digest().hex(), (int) Content.MAX_SIZE);
			if (!Digest.over(bytes).equals(content.digest())) {
				throw new RefusedException("the bytes of " + blob.path() + " are not what the owner signed",
						"ask another node");
			}
			write(draft.resolve(blob.path()), bytes);
		}
		move(draft, to);
		ObjectNode done = JSON.createObjectNode();
		done.put("name", manifest.name())
			.put("version", manifest.version().toString())
			.put("owner", manifest.owner().hex())
			.put("digest", found.path("digest").asString(""))
			.put("blobs", manifest.blobs().size())
			.put("directory", to.toString());
		return done;
	}

	private static Manifest verified(JsonNode found, ChainId chain) {
		try {
			return new SignedManifest(bytes(found, "manifest"), bytes(found, "ownerKey"), bytes(found, "signature"))
				.verify(chain);
		}
		catch (IllegalArgumentException wrong) {
			throw new RefusedException("the package is not signed as it should be: " + wrong.getMessage(),
					"do not use it; ask another node", wrong);
		}
	}

	private static byte[] bytes(JsonNode found, String field) {
		return Base64.getDecoder().decode(found.path(field).asString(""));
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

	private static RefusedException unreadable(Path file, IOException failure) {
		return new RefusedException("cannot read " + file, "check the file and its permissions", failure);
	}

}
