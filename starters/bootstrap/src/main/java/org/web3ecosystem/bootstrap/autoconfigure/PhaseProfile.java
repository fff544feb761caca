package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import org.web3ecosystem.bootstrap.toml.Documents;

/**
 * Whoever names profiles of their own loses the one bootstrap.toml names. If none of the
 * active ones is a phase, the initial phase becomes active here, with its row under
 * {@code web3.phase}.
 */
final class PhaseProfile implements EnvironmentPostProcessor, Ordered {

	/** After configuration files were read. */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Integer initial = environment.getProperty(Documents.PHASES + ".current-phase", Integer.class);
		boolean named = Arrays.stream(environment.getActiveProfiles()).anyMatch(name -> name.matches("phase-[0-3]"));
		if (ConfigServer.isPresent() || initial == null || named) {
			return;
		}
		Map<String, Object> row = new LinkedHashMap<>();
		Binder.get(environment)
			.bind(Documents.PHASES + "." + Documents.profile(initial), Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.forEach((key, value) -> row.put(Documents.PHASE + "." + key, value));
		row.put(Documents.PHASE + ".number", initial);
		environment.getPropertySources().addLast(new MapPropertySource("row of phase " + initial, row));
		environment.addActiveProfile(Documents.profile(initial));
	}

}
