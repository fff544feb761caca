package org.web3ecosystem.platform.kubernetes;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.platform.command.RefusedException;
import tools.jackson.databind.JsonNode;

/**
 * A ConfigMap or a Secret, as it was read.
 *
 * @param version of the object; a change that names it is refused if there was another
 * @param texts of a ConfigMap
 * @param bytes of either
 */
record Paper(String version, Map<String, String> texts, Map<String, byte[]> bytes) {

	Paper {
		texts = Map.copyOf(texts);
		bytes = Map.copyOf(bytes);
	}

	static Paper of(Kind kind, JsonNode document) {
		return switch (kind) {
			case CONFIG_MAP ->
				new Paper(version(document), texts(document.path("data")), bytes(document.path("binaryData")));
			case SECRET -> new Paper(version(document), Map.of(), bytes(document.path("data")));
		};
	}

	/** What is written down under this word, if anything. */
	Optional<String> text(String key) {
		return Optional.ofNullable(texts.get(key));
	}

	boolean isEmpty() {
		return texts.isEmpty() && bytes.isEmpty();
	}

	private static String version(JsonNode document) {
		return document.path("metadata").path("resourceVersion").asString("");
	}

	private static Map<String, String> texts(JsonNode fields) {
		Map<String, String> texts = new LinkedHashMap<>();
		fields.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asString("")));
		return texts;
	}

	private static Map<String, byte[]> bytes(JsonNode fields) {
		Map<String, byte[]> bytes = new LinkedHashMap<>();
		try {
			fields.properties()
				.forEach(field -> bytes.put(field.getKey(), Base64.getDecoder().decode(field.getValue().asString(""))));
		}
		catch (IllegalArgumentException malformed) {
			throw new RefusedException("the cluster's answer is no Secret or ConfigMap: " + malformed.getMessage(),
					"see with kubectl what is there", malformed);
		}
		return bytes;
	}

}
