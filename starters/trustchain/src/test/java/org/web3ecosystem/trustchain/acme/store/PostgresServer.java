package org.web3ecosystem.trustchain.acme.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

import org.web3ecosystem.spitest.Loopback;

/**
 * A PostgreSQL server of Debian's package, on loopback and in a directory that is gone
 * afterwards. Where there is none the test is skipped, unless
 * {@code WEB3_REQUIRE_PEERS=true}.
 */
final class PostgresServer implements AutoCloseable {

	static final String USER = "node1";

	static final String PASSWORD = "a password of the test";

	private static final Path PACKAGE = Path.of("/usr/lib/postgresql");

	/** Whom Debian's package makes: the server does not run as root. */
	private static final String ACCOUNT = "postgres";

	private final Path programs;

	private final Path directory;

	private final int port = Loopback.freePort();

	private Process server;

	private PostgresServer(Path programs) throws IOException, InterruptedException {
		this.programs = programs;
		this.directory = Files.createTempDirectory("web3-postgres");
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path password = Files.writeString(directory.resolve("password"), PASSWORD);
		Files.createDirectory(directory.resolve("data"));
		if (isRoot()) {
			run(List.of("chown", "-R", ACCOUNT, directory.toString()));
		}
		run(asAccount("initdb", "--pgdata=" + directory.resolve("data"), "--username=" + USER, "--no-sync",
				"--auth=scram-sha-256", "--pwfile=" + password, "--locale=C", "--encoding=UTF8"));
	}

	static PostgresServer begin() throws IOException, InterruptedException {
		Optional<Path> programs = programs();
		if (programs.isEmpty() && "true".equals(System.getenv("WEB3_REQUIRE_PEERS"))) {
			throw new AssertionError("there is no PostgreSQL, and WEB3_REQUIRE_PEERS is true");
		}
		Assumptions.assumeTrue(programs.isPresent(), "there is no PostgreSQL in " + PACKAGE);
		PostgresServer begun = new PostgresServer(programs.get());
		begun.start();
		return begun;
	}

	private static Optional<Path> programs() throws IOException {
		if (!Files.isDirectory(PACKAGE)) {
			return Optional.empty();
		}
		try (Stream<Path> versions = Files.list(PACKAGE)) {
			return versions.map(version -> version.resolve("bin"))
				.filter(bin -> Files.isExecutable(bin.resolve("postgres")))
				.max(Comparator.naturalOrder());
		}
	}

	void start() throws IOException {
		server = new ProcessBuilder(asAccount("postgres", "-D", directory.resolve("data").toString(), "-p",
				Integer.toString(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		Awaitility.await("PostgreSQL answers")
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> connect().isValid(1));
	}

	/** Takes it away at once, as a crash would. */
	void kill() {
		server.destroyForcibly().onExit().join();
	}

	String url(String schema) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
		}
		return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=" + schema;
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, PASSWORD);
	}

	@Override
	public void close() throws IOException {
		kill();
		try (Stream<Path> all = Files.walk(directory)) {
			for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(each);
			}
		}
	}

	private List<String> asAccount(String program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=" + ACCOUNT, "--clear-groups", "--"));
		}
		command.add(programs.resolve(program).toString());
		command.addAll(List.of(arguments));
		return command;
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static void run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes());
		if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IllegalStateException(command + ": " + said);
		}
	}

}
