package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The settings of all components on the class path, from their configuration metadata.
 */
final class KnownSettings {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/** More changes than these are another name. */
	private static final int MISSPELT = 3;

	private final Map<ConfigurationPropertyName, Boolean> open;

	/**
	 * @param open names, and whether anything may follow them: whether they are lists or
	 * maps
	 */
	private KnownSettings(Map<ConfigurationPropertyName, Boolean> open) {
		this.open = open;
	}

	/**
	 * @param prefix only what begins with it
	 */
	static KnownSettings of(ClassLoader classes, String prefix) throws IOException {
		ConfigurationMetadataRepositoryJsonBuilder builder = ConfigurationMetadataRepositoryJsonBuilder.create();
		for (URL document : Collections.list(classes.getResources(METADATA))) {
			try (InputStream stream = document.openStream()) {
				byte[] json = stream.readAllBytes();
				if (new String(json, StandardCharsets.UTF_8).contains('"' + prefix)) {
					builder.withJsonResource(new ByteArrayInputStream(json));
				}
			}
		}
		return of(builder.build()
			.getAllProperties()
			.values()
			.stream()
			.filter(property -> property.getId().startsWith(prefix))
			.toList());
	}

	private static KnownSettings of(Collection<ConfigurationMetadataProperty> properties) {
		return new KnownSettings(properties.stream()
			.collect(Collectors.toMap(property -> ConfigurationPropertyName.of(property.getId()), KnownSettings::isOpen,
					Boolean::logicalOr, TreeMap::new)));
	}

	private static boolean isOpen(ConfigurationMetadataProperty property) {
		String type = String.valueOf(property.getType());
		return type.startsWith("java.util.List") || type.startsWith("java.util.Map");
	}

	boolean contains(ConfigurationPropertyName name) {
		return open.containsKey(name)
				|| open.entrySet().stream().anyMatch(known -> known.getValue() && known.getKey().isAncestorOf(name));
	}

	/** What was meant, probably. */
	Optional<String> nearest(ConfigurationPropertyName name) {
		record Candidate(String name, int changes) {
		}
		return open.keySet()
			.stream()
			.map(Object::toString)
			.map(known -> new Candidate(known, changes(name.toString(), known)))
			.filter(candidate -> candidate.changes() <= MISSPELT)
			.min(Comparator.comparingInt(Candidate::changes))
			.map(Candidate::name);
	}

	/** How many letters to insert, delete or replace: Levenshtein's distance. */
	private static int changes(String from, String to) {
		int[] row = new int[to.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				int replaced = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(diagonal, row[j - 1]));
			}
		}
		return row[to.length()];
	}

}
