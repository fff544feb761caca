package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import org.web3ecosystem.bootstrap.served.ServedTable;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.toml.Documents;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.bootstrap.toml.Problem;

/**
 * The place of a served table among the node's other settings. It is there even while
 * nothing is served, so that what is served later is as strong as it would have been.
 */
final class ServedSource extends MapPropertySource {

	private ServedSource(String name, Map<String, Object> properties) {
		super(name, properties);
	}

	static ServedSource of(ServedResource resource, ServedTable table) {
		return new ServedSource(resource.toString(), table.properties());
	}

	static ServedSource nothing(ServedResource resource) {
		return new ServedSource(resource.toString(), Map.of());
	}

	/**
	 * Looks at a table by itself: half a table, completed by another, is none that
	 * anybody looked at.
	 * @throws InvalidTableException if it is impossible
	 */
	void requirePossible() {
		table(List.of(this));
	}

	/**
	 * The table that these sources make, the first being the strongest.
	 * @throws InvalidTableException if there is none or an impossible one
	 */
	static PhaseTable table(Iterable<PropertySource<?>> sources) {
		try {
			return new Binder(ConfigurationPropertySources.from(sources),
					new PropertySourcesPlaceholdersResolver(sources))
				.bind(Documents.PHASES, PhasesProperties.class)
				.orElseThrow(() -> impossible("it serves no table of phases"))
				.toTable();
		}
		catch (BindException unfit) {
			ConfigurationProperty value = unfit.getProperty();
			throw impossible((value == null) ? unfit.getName() + " cannot be read"
					: value.getName() + " cannot be read: " + value.getValue());
		}
	}

	private static InvalidTableException impossible(String what) {
		return new InvalidTableException(List.of(new Problem("config server", what, "Ask another, or leave it out.")));
	}

}
