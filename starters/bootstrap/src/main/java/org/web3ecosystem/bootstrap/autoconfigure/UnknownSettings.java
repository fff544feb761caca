package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import org.web3ecosystem.spi.Setting;

/**
 * Refuses a setting under {@code web3.} that no component has: a misspelt limit would
 * stay at its default and nobody would know. Names in the environment of the process are
 * let through, since an orchestrator writes names of its own there, and so are those of
 * the virtual machine's properties.
 */
final class UnknownSettings implements EnvironmentPostProcessor, Ordered {

	private static final String PREFIX = "web3.";

	/** After everything that adds properties. */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 2;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (ConfigServer.isPresent()) {
			return;
		}
		KnownSettings known = known(application.getClassLoader());
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> written && !isOfTheSystem(source)) {
				Arrays.stream(written.getPropertyNames())
					.filter(name -> name.startsWith(PREFIX))
					.forEach(name -> check(name, source, known));
			}
		}
	}

	private static boolean isOfTheSystem(PropertySource<?> source) {
		return source instanceof SystemEnvironmentPropertySource || (source instanceof PropertiesPropertySource
				&& source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
	}

	private static KnownSettings known(ClassLoader classes) {
		try {
			return KnownSettings.of(classes, PREFIX);
		}
		catch (IOException unreadable) {
			throw new UncheckedIOException(unreadable);
		}
	}

	private static void check(String written, PropertySource<?> source, KnownSettings known) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(written, '.');
		if (!known.contains(name)) {
			String meant = known.nearest(name).map(nearest -> "; probably " + nearest + " was meant").orElse("");
			throw new Setting(written).refuse(new IllegalArgumentException("no component has such a setting" + meant),
					"Take it out or correct it" + where(OriginLookup.getOrigin(source, written)) + ".");
		}
	}

	private static String where(@Nullable Origin origin) {
		return (origin == null) ? "" : " in " + origin;
	}

}
