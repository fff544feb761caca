package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.platform.command.RefusedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Packages from a directory to the catalogue. */
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

	private static RefusedException unreadable(Path file, IOException failure) {
		return new RefusedException("cannot read " + file, "check the file and its permissions", failure);
	}

}
