package org.web3ecosystem.catalog.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.CatalogueRefusal;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a publication: {@code {"name", "version", "description"?, "keywords"?,
 * "dependencies"?, "blobs"?}}, a blob {@code {"path", "digest", "mediaType"?}}. Size and
 * root of a blob are those of what was uploaded.
 */
final class PackageRequest {

	/** The largest body anyone reads, in bytes. */
	static final int MAX_BODY = 64 * 1024;

	private static final Set<String> FIELDS = Set.of("name", "version", "description", "keywords", "dependencies",
			"blobs");

	private static final Set<String> BLOB_FIELDS = Set.of("path", "digest", "mediaType");

	private static final String ANY_TYPE = "application/octet-stream";

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private PackageRequest() {
	}

	/**
	 * @param uploaded what this node has under a digest
	 * @throws IllegalArgumentException saying which field is wrong
	 * @throws RejectedException if a blob was not uploaded
	 */
	static Manifest parse(byte[] body, NodeId owner, Function<Digest, Optional<Content>> uploaded) {
		JsonNode json = read(body);
		only(json, FIELDS, "the manifest");
		return new Manifest(text(json, "name"), Version.parse(text(json, "version")),
				json.has("description") ? text(json, "description") : "", keywords(json.get("keywords")),
				dependencies(json.get("dependencies")), blobs(json.get("blobs"), uploaded), owner);
	}

	private static JsonNode read(byte[] body) {
		try {
			JsonNode json = mapper.readTree(body);
			if (json.isObject()) {
				return json;
			}
			throw new IllegalArgumentException("the body is not a JSON object");
		}
		catch (JacksonException malformed) {
			throw new IllegalArgumentException("the body is not JSON: " + malformed.getOriginalMessage(), malformed);
		}
	}

	private static List<String> keywords(@Nullable JsonNode array) {
		List<String> keywords = new ArrayList<>();
		for (JsonNode keyword : array(array, "keywords", Manifest.MAX_KEYWORDS)) {
			keywords.add(string(keyword, "keywords"));
		}
		return keywords;
	}

	private static SequencedMap<String, Constraint> dependencies(@Nullable JsonNode object) {
		SequencedMap<String, Constraint> dependencies = new LinkedHashMap<>();
		if (object != null) {
			require(object.isObject() && object.size() <= Manifest.MAX_DEPENDENCIES,
					"field 'dependencies' is an object of at most " + Manifest.MAX_DEPENDENCIES + " constraints");
			object.properties()
				.forEach(entry -> dependencies.put(entry.getKey(),
						Constraint.parse(string(entry.getValue(), "dependencies"))));
		}
		return dependencies;
	}

	private static List<Blob> blobs(@Nullable JsonNode array, Function<Digest, Optional<Content>> uploaded) {
		List<Blob> blobs = new ArrayList<>();
		for (JsonNode blob : array(array, "blobs", Manifest.MAX_BLOBS)) {
			require(blob.isObject(), "field 'blobs' has something that is no object");
			only(blob, BLOB_FIELDS, "a blob");
			Digest digest = new Digest(text(blob, "digest"));
			Content content = uploaded.apply(digest).orElseThrow(() -> CatalogueRefusal.BLOB_MISSING.rejection(digest));
			blobs
				.add(new Blob(text(blob, "path"), blob.has("mediaType") ? text(blob, "mediaType") : ANY_TYPE, content));
		}
		return blobs;
	}

	private static Iterable<JsonNode> array(@Nullable JsonNode array, String field, int most) {
		if (array == null) {
			return List.of();
		}
		require(array.isArray() && array.size() <= most, "field '" + field + "' is an array of at most " + most);
		return array;
	}

	private static void only(JsonNode json, Set<String> fields, String what) {
		json.propertyNames()
			.stream()
			.filter(name -> !fields.contains(name))
			.findFirst()
			.ifPresent(name -> require(false, "unknown field '" + name + "' in " + what));
	}

	private static String text(JsonNode json, String field) {
		JsonNode value = json.get(field);
		if (value == null) {
			throw new IllegalArgumentException("field '" + field + "' is missing");
		}
		return string(value, field);
	}

	private static String string(JsonNode value, String field) {
		require(value.isString(), "field '" + field + "' is not a string");
		require(StandardCharsets.UTF_8.newEncoder().canEncode(value.stringValue()),
				"field '" + field + "' has half a surrogate pair");
		return value.stringValue();
	}

	private static void require(boolean kept, String rule) {
		if (!kept) {
			throw new IllegalArgumentException(rule);
		}
	}

}
