package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import org.web3ecosystem.bootstrap.served.ConfigServers;
import org.web3ecosystem.bootstrap.served.ServedCopy;
import org.web3ecosystem.bootstrap.served.ServedTable;
import org.web3ecosystem.bootstrap.toml.Documents;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.bootstrap.toml.Problem;
import org.web3ecosystem.spi.Reason;

/**
 * Takes the table of phases from a config server, or from the node's last good copy while
 * that is away or serves what is impossible. What a node has started with becomes the
 * copy.
 */
final class ServedLoader implements ConfigDataLoader<ServedResource> {

	private final Log log;

	ServedLoader(DeferredLogFactory logs) {
		this.log = logs.getLog(ServedLoader.class);
	}

	@Override
	public ConfigData load(ConfigDataLoaderContext context, ServedResource resource) {
		try {
			ServedTable served = ConfigServers.ask(resource.server(), resource.application(), resource.profile());
			requirePossible(served);
			log.info("table served: from=" + resource.server() + " ignored=" + served.ignored());
			keepOnceStarted(context, resource.home(), served);
			return data(served, "served by " + resource.server());
		}
		catch (InvalidTableException impossible) {
			return copy(resource, impossible).orElseThrow(() -> impossible);
		}
		catch (IOException away) {
			return copy(resource, away).orElseThrow(() -> new ConfigDataResourceNotFoundException(resource, away));
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new ConfigDataResourceNotFoundException(resource, interrupted);
		}
	}

	/** A row of the copy is of the same phase: that of an empty directory, which is 0. */
	private Optional<ConfigData> copy(ServedResource resource, Exception why) {
		Path home = resource.home();
		try {
			Optional<ServedTable> copy = (home == null) ? Optional.empty() : new ServedCopy(home).read();
			copy.ifPresent(ServedLoader::requirePossible);
			log.warn("table not served: from=" + resource.server() + " instead="
					+ (copy.isPresent() ? "the last good copy" : "none") + " reason=" + Reason.of(why));
			return copy.map(table -> data(table, "last good copy in " + home));
		}
		catch (IOException | InvalidTableException useless) {
			log.warn("the last good copy cannot be used: home=" + home + " reason=" + Reason.of(useless));
			return Optional.empty();
		}
	}

	/** By itself: half a table, completed by another, is none that anybody looked at. */
	private static void requirePossible(ServedTable served) {
		new Binder(ConfigurationPropertySources.from(sources(served, "served")))
			.bind(Documents.PHASES, PhasesProperties.class)
			.orElseThrow(() -> new InvalidTableException(List
				.of(new Problem("config server", "it serves no table of phases", "Ask another, or leave it out."))))
			.toTable();
	}

	/** Here the last source is the strongest. */
	private static ConfigData data(ServedTable table, String name) {
		return new ConfigData(sources(table, name).reversed(), ConfigData.Option.IGNORE_IMPORTS,
				ConfigData.Option.IGNORE_PROFILES, ConfigData.Option.PROFILE_SPECIFIC);
	}

	private static List<PropertySource<?>> sources(ServedTable table, String name) {
		List<PropertySource<?>> sources = new ArrayList<>();
		for (ServedTable.Source source : table.sources()) {
			sources.add(new MapPropertySource(name + " (" + source.name() + ")", source.properties()));
		}
		return sources;
	}

	private void keepOnceStarted(ConfigDataLoaderContext context, @Nullable Path home, ServedTable served) {
		if (home != null) {
			context.getBootstrapContext()
				.addCloseListener(closed -> closed.getApplicationContext()
					.addApplicationListener(new Keeper(new ServedCopy(home), served)));
		}
	}

	/** Nothing is written into a home before the node has it. */
	private record Keeper(ServedCopy copy, ServedTable served) implements ApplicationListener<ApplicationStartedEvent> {

		@Override
		public void onApplicationEvent(ApplicationStartedEvent started) {
			try {
				copy.write(served);
			}
			catch (IOException failure) {
				LogFactory.getLog(ServedLoader.class).warn("the served table cannot be kept", failure);
			}
		}

	}

}
