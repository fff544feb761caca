package org.web3ecosystem.bootstrap.served;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a config server answered, in the form of Spring Cloud Config. Of it the table of
 * phases is taken and nothing else: who serves it has proven nothing, and must not set
 * addresses, files or trust of a node.
 *
 * @param sources the first is the strongest
 * @param ignored how many other settings were served and not taken
 * @param text the answer as it came
 */
public record ServedTable(List<Source> sources, int ignored, byte[] text) {

	/** The longest answer, in bytes. */
	public static final int MAX_BYTES = 1 << 20;

	private static final int MAX_SOURCES = 16;

	private static final int MAX_PROPERTIES = 4096;

	private static final List<String> TAKEN = List.of("web3.phases.", "web3.phase.", "web3.offers.");

	public ServedTable {
		sources = List.copyOf(sources);
	}

	/**
	 * Properties with one strength.
	 *
	 * @param name for people
	 * @param properties strings, numbers and booleans
	 */
	public record Source(String name, Map<String, Object> properties) {
	}

	/** All of it in one, the stronger before the weaker. */
	public Map<String, Object> properties() {
		Map<String, Object> all = new LinkedHashMap<>();
		sources.forEach(source -> source.properties().forEach(all::putIfAbsent));
		return all;
	}

	/**
	 * Reads an answer.
	 * @throws IllegalArgumentException if it is no answer of a config server, too long,
	 * or has no table
	 */
	public static ServedTable parse(byte[] text) {
		if (text.length > MAX_BYTES) {
			throw new IllegalArgumentException("the answer is longer than " + MAX_BYTES + " bytes");
		}
		List<Source> sources = new ArrayList<>();
		int properties = 0;
		int taken = 0;
		for (JsonNode source : sources(text)) {
			JsonNode all = source.path("source");
			properties += all.size();
			if (sources.size() == MAX_SOURCES || properties > MAX_PROPERTIES) {
				throw new IllegalArgumentException("the answer has more settings than a table can have");
			}
			Map<String, Object> ours = taken(all);
			taken += ours.size();
			sources.add(new Source(source.path("name").asString(""), ours));
		}
		if (taken == 0) {
			throw new IllegalArgumentException("the answer has no table of phases");
		}
		return new ServedTable(sources, properties - taken, text);
	}

	private static JsonNode sources(byte[] text) {
		try {
			return JsonMapper.shared().readTree(text).path("propertySources");
		}
		catch (JacksonException malformed) {
			throw new IllegalArgumentException("the answer is not JSON", malformed);
		}
	}

	private static Map<String, Object> taken(JsonNode source) {
		Map<String, Object> taken = new LinkedHashMap<>();
		source.properties().forEach(entry -> {
			if (TAKEN.stream().anyMatch(entry.getKey()::startsWith)) {
				taken.put(entry.getKey(), scalar(entry.getKey(), entry.getValue()));
			}
		});
		return taken;
	}

	/**
	 * Placeholders are for files of one's own: they could tell what is in the
	 * environment.
	 */
	private static Object scalar(String key, JsonNode value) {
		if (!value.isString() && !value.isIntegralNumber() && !value.isBoolean() || value.asString().contains("${")) {
			throw new IllegalArgumentException(key + " is no text, whole number or boolean");
		}
		return value.isBoolean() ? value.asBoolean() : value.asString();
	}

}
