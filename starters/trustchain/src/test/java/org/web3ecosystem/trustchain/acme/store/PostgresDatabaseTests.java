package org.web3ecosystem.trustchain.acme.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PostgresDatabaseTests extends AcmeStoreContract {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static PostgresServer server;

	private final AtomicInteger schemas = new AtomicInteger();

	private Database database;

	@BeforeAll
	static void beginServer() throws Exception {
		server = PostgresServer.begin();
	}

	@AfterAll
	static void endServer() throws Exception {
		if (server != null) {
			server.close();
		}
	}

	@Override
	AcmeStore open() throws Exception {
		String schema = "s" + Long.toHexString(System.nanoTime()) + schemas.incrementAndGet();
		database = Database.at(server.url(schema), PostgresServer.USER, PostgresServer.PASSWORD);
		return database.open(OWNER);
	}

	@Override
	AcmeStore reopened(AcmeStore open) {
		open.close();
		return database.open(OWNER);
	}

	@Test
	void anotherNodesIsNotOpened() {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> database.open(new NodeId("b2".repeat(32))))
			.withMessageContaining("belongs to another node, a1a1a1a1");
	}

	@Test
	void whoHasTheWrongPasswordIsToldSoWithoutIt() throws Exception {
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> Database.at(server.url("s"), PostgresServer.USER, "wrong-one").open(OWNER))
			.withMessageContaining("password authentication failed")
			.withMessageContaining("jdbc:postgresql://127.0.0.1")
			.satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("wrong-one"));
	}

	@Test
	void aUrlWithAPasswordOrOfAnotherDatabaseIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Database.at("jdbc:postgresql://localhost/a?password=secret", "a", ""))
			.withMessageContaining("does not hold the password");
		assertThatIllegalArgumentException().isThrownBy(() -> Database.at("jdbc:h2:mem:a", "a", ""))
			.withMessageContaining("begins with jdbc:postgresql:");
	}

	@Test
	void whatWasCommittedOutlivesAKillAndTheStoreGoesOn() throws Exception {
		try (AcmeStore store = database.open(OWNER)) {
			store.add(account("kept"));
			server.kill();
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.account("kept"));

			server.start();

			Awaitility.await("it answers again")
				.atMost(PATIENCE)
				.ignoreExceptionsInstanceOf(StoreException.class)
				.until(() -> store.account("kept").isPresent());
		}
	}

	@Test
	void aServerThatComesLateIsWaitedFor() throws Exception {
		server.kill();
		try (StoreDesk desk = new StoreDesk(database, OWNER, () -> NOW)) {
			desk.start();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> desk.fault().filter(fault -> fault.contains("It is tried again")).isPresent());

			server.start();

			Awaitility.await().atMost(PATIENCE).until(() -> desk.fault().isEmpty());
		}
	}

}
