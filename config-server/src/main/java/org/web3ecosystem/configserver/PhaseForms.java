package org.web3ecosystem.configserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cloud.config.environment.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A document in the forms that people read, under the paths that Spring Cloud has for
 * them. Its own routes split {@code web3-platform-phase-2.yml} at the last hyphen, and
 * refuse a profile with a hyphen besides; these, being more specific, are asked first.
 */
@RestController
final class PhaseForms {

	private static final String NAME = "/{name}-{profile:default|phase-[0-3]}";

	private final TableRepository tables;

	PhaseForms(TableRepository tables) {
		this.tables = tables;
	}

	@GetMapping(path = { NAME + ".yml", NAME + ".yaml" }, produces = "application/yaml")
	String yaml(@PathVariable String name, @PathVariable String profile) {
		DumperOptions block = new DumperOptions();
		block.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		return new Yaml(block).dump(tree(values(name, profile)));
	}

	@GetMapping(path = NAME + ".json", produces = MediaType.APPLICATION_JSON_VALUE)
	String json(@PathVariable String name, @PathVariable String profile) {
		return JsonMapper.shared().writeValueAsString(tree(values(name, profile)));
	}

	/** No value of a table has a character that would have to be escaped. */
	@GetMapping(path = NAME + ".properties", produces = "text/plain;charset=UTF-8")
	String properties(@PathVariable String name, @PathVariable String profile) {
		return values(name, profile).entrySet()
			.stream()
			.map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
			.collect(Collectors.joining());
	}

	/** The first source is the strongest. */
	private Map<String, Object> values(String name, String profile) {
		Environment found = tables.findOne(name, profile, null);
		Map<String, Object> values = new LinkedHashMap<>();
		found.getPropertySources()
			.forEach(source -> source.getSource()
				.forEach((key, value) -> values.putIfAbsent(String.valueOf(key), value)));
		return values;
	}

	/** A table has no key that is both a value and the beginning of others. */
	private static Map<String, Object> tree(Map<String, Object> values) {
		Map<String, Object> root = new LinkedHashMap<>();
		values.forEach((key, value) -> {
			Map<String, Object> branch = root;
			String[] names = key.split("\\.");
			for (int level = 0; level < names.length - 1; level++) {
				branch = below(branch, names[level]);
			}
			branch.put(names[names.length - 1], value);
		});
		return root;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> below(Map<String, Object> branch, String name) {
		return (Map<String, Object>) branch.computeIfAbsent(name, added -> new LinkedHashMap<String, Object>());
	}

}
