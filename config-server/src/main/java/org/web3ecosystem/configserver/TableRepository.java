package org.web3ecosystem.configserver;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.config.environment.Environment;
import org.springframework.cloud.config.server.environment.FailedToConstructEnvironmentException;
import org.springframework.cloud.config.server.environment.EnvironmentRepository;
import org.springframework.cloud.config.server.environment.NativeEnvironmentProperties;
import org.springframework.cloud.config.server.environment.NativeEnvironmentRepository;
import org.springframework.core.env.ConfigurableEnvironment;

import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.configserver.table.AcceptedTable;
import org.web3ecosystem.configserver.table.TableState;

/**
 * Answers every application with the same table: the accepted copy, read by Spring
 * Cloud's native backend. It is looked at before each answer, so there is no watcher. It
 * has no search path, hence no route that hands out files as they are.
 */
final class TableRepository implements EnvironmentRepository {

	private static final Logger logger = LoggerFactory.getLogger(TableRepository.class);

	/** The native backend reads {@code <name>.toml} for each of the names. */
	private static final String FILE = "bootstrap";

	private final AcceptedTable table;

	private final NativeEnvironmentRepository folder;

	private final AtomicReference<@Nullable TableState> said = new AtomicReference<>();

	TableRepository(AcceptedTable table, ConfigurableEnvironment environment) {
		this.table = table;
		NativeEnvironmentProperties properties = new NativeEnvironmentProperties();
		properties.setSearchLocations(new String[] { table.folder().toUri().toString() });
		properties.setAddLabelLocations(false);
		properties.setFailOnError(true);
		this.folder = new NativeEnvironmentRepository(environment, properties, ObservationRegistry.NOOP);
	}

	/**
	 * Called at the start.
	 * @throws InvalidTableException if there is nothing to serve
	 */
	void requireTable() {
		if (table.look() instanceof TableState.Missing missing) {
			throw new InvalidTableException(missing.problems());
		}
		look();
	}

	@Override
	public Environment findOne(String application, String profile, @Nullable String label) {
		return findOne(application, profile, label, false);
	}

	@Override
	public Environment findOne(String application, String profile, @Nullable String label, boolean includeOrigin) {
		if (look() instanceof TableState.Missing missing) {
			throw new FailedToConstructEnvironmentException("there is no table to serve",
					new InvalidTableException(missing.problems()));
		}
		Environment found = folder.findOne(FILE, profile, label, includeOrigin);
		found.setName(application);
		return found;
	}

	private TableState look() {
		TableState now = table.look();
		if (!now.equals(said.getAndSet(now))) {
			say(now);
		}
		return now;
	}

	private static void say(TableState state) {
		switch (state) {
			case TableState.Current current -> logger.info("table accepted");
			case TableState.Outdated outdated ->
				logger.warn("table refused, the last good one is served: problems={}", outdated.problems());
			case TableState.Missing missing -> logger.error("there is no table: problems={}", missing.problems());
		}
	}

}
