package org.web3ecosystem.trustchain.acme.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.acme.store.Transactions.DuplicateException;

/**
 * Where the ACME store of one node is: in files of its own, or in a PostgreSQL database.
 * Opening makes it or brings it up to date, and binds it to its node for good.
 */
public final class Database {

	private static final String POSTGRESQL = "jdbc:postgresql:";

	private static final int MAX_CONNECTIONS = 8;

	/** How long a request waits for a connection. */
	private static final Duration CONNECTING = Duration.ofSeconds(5);

	private static final String MIGRATIONS = "classpath:org/web3ecosystem/trustchain/acme/store";

	private final HikariConfig connections = new HikariConfig();

	/** To be made; empty for a server that others run. */
	private final Optional<Path> directory;

	private final String place;

	private final String advice;

	private Database(String url, Optional<Path> directory, String place, String advice) {
		this.directory = directory;
		this.place = place;
		this.advice = advice;
		connections.setJdbcUrl(url);
		connections.setPoolName("acme");
		connections.setMaximumPoolSize(MAX_CONNECTIONS);
		connections.setMinimumIdle(1);
		connections.setConnectionTimeout(CONNECTING.toMillis());
		connections.setInitializationFailTimeout(CONNECTING.toMillis());
	}

	/**
	 * A file in a directory that only its owner may enter.
	 * @param directory for nothing else
	 */
	public static Database in(Path directory) {
		// what was committed is in the file when a commit returns
		Database file = new Database(
				"jdbc:h2:file:" + directory.resolve("store").toAbsolutePath()
						+ ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0",
				Optional.of(directory), "in " + directory,
				"Put back the one of a backup, or move the directory away to begin a new one without accounts.");
		file.connections.setUsername("acme");
		// the file is closed with the last connection
		file.connections.setMaxLifetime(0);
		return file;
	}

	/**
	 * A PostgreSQL database, or a schema in one, for nothing else and no other node.
	 * @param url such as
	 * {@code jdbc:postgresql://db.example.org/node1?currentSchema=acme}
	 * @throws IllegalArgumentException if it is another kind of URL, or holds the
	 * password
	 */
	public static Database at(String url, String user, String password) {
		if (!url.startsWith(POSTGRESQL)) {
			throw new IllegalArgumentException("the URL of the ACME store begins with " + POSTGRESQL);
		}
		if (url.contains("password=")) {
			throw new IllegalArgumentException(
					"the URL of the ACME store does not hold the password, which is a setting of its own");
		}
		Database postgres = new Database(url, Optional.empty(), "at " + url.replaceFirst("\\?.*", ""),
				"It is tried again. Look whether the database runs, and at the settings web3.trustchain.acme.database.");
		postgres.connections.setUsername(user);
		postgres.connections.setPassword(password);
		return postgres;
	}

	/**
	 * Opens, makes or brings up to date.
	 * @param owner the node whose accounts it holds
	 * @throws StoreException if it is damaged, in use, of a later version or another
	 * node's, or does not answer
	 */
	public AcmeStore open(NodeId owner) {
		HikariDataSource pool = null;
		try {
			for (Path home : directory.stream().toList()) {
				DurableFile.directories(home);
			}
			pool = new HikariDataSource(connections);
			Flyway.configure(Database.class.getClassLoader())
				.dataSource(pool)
				.locations(MIGRATIONS)
				.table("acme_schema")
				.load()
				.migrate();
			take(new Transactions(pool), owner);
			return new JdbcStore(pool, pool);
		}
		catch (IOException | RuntimeException failure) {
			if (pool != null) {
				pool.close();
			}
			throw new StoreException(
					"the ACME store " + place + " cannot be opened: " + reason(failure) + ". " + advice, failure);
		}
	}

	private static void take(Transactions transactions, NodeId owner) {
		String first = transactions.run(session -> session.one("SELECT node FROM acme_owner")).orElse(null);
		if (first == null) {
			try {
				transactions
					.run(session -> session.update("INSERT INTO acme_owner (one, node) VALUES (1, ?)", owner.hex()));
				return;
			}
			catch (DuplicateException raced) {
				first = transactions.run(session -> session.one("SELECT node FROM acme_owner")).orElseThrow();
			}
		}
		if (!first.equals(owner.hex())) {
			throw new IllegalStateException("it belongs to another node, " + new NodeId(first).brief());
		}
	}

	/** The deepest cause; what follows its first line is decoration. */
	private static String reason(Throwable failure) {
		Throwable deepest = failure;
		while (deepest.getCause() != null && (deepest.getCause() != deepest)) {
			deepest = deepest.getCause();
		}
		return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("no reason given");
	}

	/** Where it is, for people. */
	@Override
	public String toString() {
		return place;
	}

}
