package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

import org.web3ecosystem.bootstrap.toml.BootstrapToml;
import org.web3ecosystem.bootstrap.toml.Documents;

/**
 * Reads bootstrap.toml as property documents: a common one and one per phase, each with
 * the line a value stands on. In a config server, which runs the same loaders, it leaves
 * out {@code spring.profiles.active}: a client that asked with a profile would refuse it.
 */
public final class TomlPropertySourceLoader implements PropertySourceLoader {

	private final boolean serving;

	/** Found by its name in {@code spring.factories}. */
	public TomlPropertySourceLoader() {
		this(ConfigServer.isPresent());
	}

	TomlPropertySourceLoader(boolean serving) {
		this.serving = serving;
	}

	@Override
	public String[] getFileExtensions() {
		return new String[] { "toml" };
	}

	@Override
	public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
		String file = resource.getFilename() == null ? resource.getDescription() : resource.getFilename();
		BootstrapToml toml = BootstrapToml.parse(file, resource.getContentAsString(StandardCharsets.UTF_8));
		List<PropertySource<?>> sources = new ArrayList<>();
		for (Documents.Document document : Documents.of(toml)) {
			sources.add(source(name, resource, document, sources.size(), toml.table().initialPhase()));
		}
		return sources;
	}

	/** A config server and its client tell documents apart by the end of their names. */
	private PropertySource<?> source(String name, Resource resource, Documents.Document document, int number,
			int initialPhase) {
		Map<String, Object> properties = new LinkedHashMap<>();
		document.properties()
			.forEach((key, property) -> properties.put(key, OriginTrackedValue.of(property.value(),
					new TextResourceOrigin(resource, new TextResourceOrigin.Location(property.line() - 1, 0)))));
		String profile = document.profile();
		if (profile != null) {
			properties.put("spring.config.activate.on-profile", profile);
		}
		else if (!serving) {
			properties.put("spring.profiles.active", Documents.profile(initialPhase));
		}
		return new OriginTrackedMapPropertySource(name + " (document #" + number + ")", properties, true);
	}

}
