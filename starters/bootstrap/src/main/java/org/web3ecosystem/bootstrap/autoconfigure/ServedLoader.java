package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

import org.web3ecosystem.bootstrap.served.ConfigServerClient;
import org.web3ecosystem.bootstrap.served.ServedCopy;
import org.web3ecosystem.bootstrap.served.ServedTable;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.spi.Reason;

/**
 * Takes the table of phases from a config server, or from the node's last good copy while
 * that is away or serves what is impossible. What a node has started with becomes the
 * copy. Who is asked is a bean of the application, to be asked again.
 */
final class ServedLoader implements ConfigDataLoader<ServedResource> {

	private final Log log;

	ServedLoader(DeferredLogFactory logs) {
		this.log = logs.getLog(ServedLoader.class);
	}

	@Override
	public ConfigData load(ConfigDataLoaderContext context, ServedResource resource) {
		askAgain(context, resource);
		try {
			ServedTable served = ConfigServerClient.ask(resource.question())
				.orElseThrow(() -> new IOException("an answer to another question"))
				.table();
			ServedSource source = ServedSource.of(resource, served);
			source.requirePossible();
			log.info("table served: from=" + resource.question().path() + " ignored=" + served.ignored());
			keepOnceStarted(context, resource.home(), served);
			return data(source);
		}
		catch (InvalidTableException impossible) {
			return copy(resource, impossible).orElseThrow(() -> impossible);
		}
		catch (IOException away) {
			return copy(resource, away).orElseGet(() -> nothing(resource, away));
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
			Optional<ServedSource> copy = ((home == null) ? Optional.<ServedTable>empty() : new ServedCopy(home).read())
				.map(table -> ServedSource.of(resource, table));
			copy.ifPresent(ServedSource::requirePossible);
			log.warn("table not served: from=" + resource.question().path() + " instead="
					+ (copy.isPresent() ? "the last good copy" : "none") + " reason=" + Reason.of(why));
			return copy.map(ServedLoader::data);
		}
		catch (IOException | InvalidTableException useless) {
			log.warn("the last good copy cannot be used: home=" + home + " reason=" + Reason.of(useless));
			return Optional.empty();
		}
	}

	private static ConfigData nothing(ServedResource resource, IOException away) {
		if (!resource.optional()) {
			throw new ConfigDataResourceNotFoundException(resource, away);
		}
		return data(ServedSource.nothing(resource));
	}

	private static ConfigData data(ServedSource source) {
		return new ConfigData(List.of(source), ConfigData.Option.IGNORE_IMPORTS, ConfigData.Option.IGNORE_PROFILES,
				ConfigData.Option.PROFILE_SPECIFIC);
	}

	private static void askAgain(ConfigDataLoaderContext context, ServedResource resource) {
		context.getBootstrapContext().addCloseListener(closed -> {
			ConfigurableListableBeanFactory beans = closed.getApplicationContext().getBeanFactory();
			beans.registerSingleton(resource.toString(), resource);
		});
	}

	private void keepOnceStarted(ConfigDataLoaderContext context, @Nullable Path home, ServedTable served) {
		if (home != null) {
			context.getBootstrapContext()
				.addCloseListener(closed -> closed.getApplicationContext()
					.addApplicationListener(new Keeper(new ServedCopy(home), served)));
		}
	}

	/**
	 * Nothing is written into a home before the node has it, and this before what is
	 * served later.
	 */
	private record Keeper(ServedCopy copy,
			ServedTable served) implements ApplicationListener<ApplicationStartedEvent>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

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
