package org.web3ecosystem.platform.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The parts of the description: every jar on the class path may bring one, as
 * {@value #NAME}.
 */
final class Fragments {

	static final String NAME = "META-INF/web3/openapi.yaml";

	private Fragments() {
	}

	/** All that a class loader finds. */
	static List<Map<String, Object>> of(ClassLoader loader) throws IOException {
		List<Map<String, Object>> all = new ArrayList<>();
		for (URL part : Collections.list(loader.getResources(NAME))) {
			try (InputStream in = part.openStream()) {
				all.add(object(new Yaml(new SafeConstructor(new LoaderOptions())).load(in)));
			}
		}
		return all;
	}

	/** A member that is an object; an empty one if it is not there. */
	static Map<String, Object> object(Map<String, Object> parent, String name) {
		Object child = parent.get(name);
		return (child == null) ? Map.of() : object(child);
	}

	/**
	 * Something as an object.
	 * @throws IllegalArgumentException if it is none
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> object(Object node) {
		if (node instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
			return (Map<String, Object>) map;
		}
		throw new IllegalArgumentException("not an object: " + node);
	}

}
