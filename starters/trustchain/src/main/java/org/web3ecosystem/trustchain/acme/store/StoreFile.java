package org.web3ecosystem.trustchain.acme.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

import org.web3ecosystem.trustchain.DurableFile;

/** The store in a file of its own, in a directory that only its owner may enter. */
public final class StoreFile {

	private static final int MAX_CONNECTIONS = 8;

	private static final String MIGRATIONS = "classpath:org/web3ecosystem/trustchain/acme/store";

	private StoreFile() {
	}

	/**
	 * Opens, makes or brings up to date.
	 * @param directory for nothing else
	 * @throws StoreException if it is damaged, in use, or of a later version
	 * @throws UncheckedIOException if the directory cannot be made
	 */
	public static AcmeStore open(Path directory) {
		try {
			DurableFile.directories(directory);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("cannot make " + directory, failure);
		}
		JdbcDataSource source = new JdbcDataSource();
		// what was committed is in the file when a commit returns
		source.setURL("jdbc:h2:file:" + directory.resolve("store").toAbsolutePath()
				+ ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
		source.setUser("acme");
		source.setPassword("");
		JdbcConnectionPool pool = JdbcConnectionPool.create(source);
		pool.setMaxConnections(MAX_CONNECTIONS);
		try (Connection _ = pool.getConnection()) {
			Flyway.configure(StoreFile.class.getClassLoader())
				.dataSource(pool)
				.locations(MIGRATIONS)
				.table("acme_schema")
				.load()
				.migrate();
			return new JdbcStore(pool, pool::dispose);
		}
		catch (SQLException | FlywayException failure) {
			pool.dispose();
			throw new StoreException("the ACME store in " + directory + " cannot be opened: " + firstLine(failure)
					+ ". Put back the one of a backup, or move the directory away to begin a new one without accounts.",
					failure);
		}
	}

	/** What follows in it is decoration. */
	private static String firstLine(Exception failure) {
		return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
	}

}
