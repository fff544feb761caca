package org.web3ecosystem.bench.commit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.swirlds.config.api.Configuration;
import com.swirlds.config.api.ConfigurationBuilder;
import com.swirlds.config.api.source.ConfigSource;
import org.web3ecosystem.hashgraph.EngineConfiguration;
import org.web3ecosystem.hashgraph.HashgraphSettings;

/** The settings of our replicas, for one in this directory that has never run. */
final class BareConfiguration implements ConfigSource {

	private static final String BINDINGS = "gossip.interfaceBindings";

	private final Map<String, String> values;

	private final List<String> bindings;

	private BareConfiguration(Path directory, BareMember member, int n) {
		this.values = new TreeMap<>(EngineConfiguration.everywhere(n, HashgraphSettings.DEFAULT));
		String temporary = directory.resolve("tmp").toString();
		values.put("paths.settingsUsedDir", temporary);
		values.put("paths.savedStateDir", directory.toString());
		values.put("paths.tmpDir", temporary);
		values.put("platformStatus.observingStatusDelay", "0s");
		values.put("crypto.keystorePassword", "Aa1!of-nothing-that-is-kept");
		this.bindings = List.of("{\"nodeId\": %d, \"hostname\": \"127.0.0.1\", \"port\": %d}".formatted(member.number(),
				member.port()));
	}

	static Configuration of(Path directory, BareMember member, int n) {
		return ConfigurationBuilder.create()
			.autoDiscoverExtensions()
			.withSource(new BareConfiguration(directory, member, n))
			.build();
	}

	@Override
	public Set<String> getPropertyNames() {
		Set<String> names = new TreeSet<>(values.keySet());
		names.add(BINDINGS);
		return names;
	}

	@Override
	public String getValue(String name) {
		String value = values.get(name);
		if (value == null) {
			throw new NoSuchElementException(name);
		}
		return value;
	}

	@Override
	public boolean isListProperty(String name) {
		return name.equals(BINDINGS);
	}

	@Override
	public List<String> getListValue(String name) {
		return isListProperty(name) ? bindings : List.of(getValue(name));
	}

}
