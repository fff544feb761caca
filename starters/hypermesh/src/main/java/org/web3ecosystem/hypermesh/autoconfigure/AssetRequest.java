package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a registration: {@code {"id", "kind", "description"}}, nothing else. */
record AssetRequest(String id, AssetKind kind, String description) {

	/** The largest body anyone reads, in bytes. */
	static final int MAX_BODY = 64 * 1024;

	private static final Set<String> FIELDS = Set.of("id", "kind", "description");

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	static AssetRequest parse(byte[] body) {
		JsonNode json = read(body);
		List<String> unknown = json.propertyNames().stream().filter(name -> !FIELDS.contains(name)).toList();
		if (!unknown.isEmpty()) {
			throw new BadRequestException(
					"unknown field '" + unknown.getFirst() + "'; fields are id, kind, description");
		}
		return new AssetRequest(id(text(json, "id")), kind(text(json, "kind")),
				description(json.has("description") ? text(json, "description") : ""));
	}

	private static JsonNode read(byte[] body) {
		try {
			JsonNode json = mapper.readTree(body);
			if (json.isObject()) {
				return json;
			}
			throw new BadRequestException("the body is not a JSON object");
		}
		catch (JacksonException malformed) {
			throw new BadRequestException("the body is not JSON: " + malformed.getOriginalMessage());
		}
	}

	private static String text(JsonNode json, String field) {
		JsonNode value = json.get(field);
		if (value == null) {
			throw new BadRequestException("field '" + field + "' is missing");
		}
		if (!value.isString()) {
			throw new BadRequestException("field '" + field + "' is not a string");
		}
		return value.stringValue();
	}

	private static String id(String id) {
		if (!id.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
			throw new BadRequestException(
					"field 'id' is a DNS label: 1 to 63 lower-case letters, digits and inner hyphens");
		}
		return id;
	}

	private static AssetKind kind(String name) {
		return Arrays.stream(AssetKind.values())
			.filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(
					() -> new BadRequestException("field 'kind' is one of " + Arrays.toString(AssetKind.values())));
	}

	private static String description(String text) {
		if (text.length() > Asset.MAX_DESCRIPTION) {
			throw new BadRequestException(
					"field 'description' has at most " + Asset.MAX_DESCRIPTION + " characters, not " + text.length());
		}
		if (text.chars().anyMatch(Character::isISOControl)) {
			throw new BadRequestException("field 'description' has control characters");
		}
		return text;
	}

}
