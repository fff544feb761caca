package org.web3ecosystem.trustchain.acme.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.acme.state.Account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StoreDeskTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@Test
	void itOpensInTheBackgroundAndForgetsWhatIsOver() {
		Path home = directory.resolve("acme");
		try (AcmeStore store = Database.in(home).open(AcmeStoreContract.OWNER)) {
			Account account = AcmeStoreContract.account("a");
			store.add(account);
			store.add(AcmeStoreContract.order("old", account, Optional.empty()));
		}
		StoreDesk desk = new StoreDesk(Database.in(home), AcmeStoreContract.OWNER,
				() -> AcmeStoreContract.NOW.plus(9, ChronoUnit.DAYS));
		try (desk) {
			assertThat(desk.fault()).contains("the ACME store is not open yet");
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(desk::get);

			desk.start();

			Awaitility.await().atMost(PATIENCE).until(() -> desk.fault().isEmpty());
			Awaitility.await().atMost(PATIENCE).until(() -> desk.get().order("old").isEmpty());
			assertThat(desk.get().account("a")).isPresent();
		}
		assertThat(desk.fault()).contains("the ACME store is closed");
	}

	@Test
	void whatCannotBeOpenedIsSaid() throws Exception {
		Path home = directory.resolve("damaged");
		Files.createDirectories(home);
		Files.writeString(home.resolve("store.mv.db"), "not a database ".repeat(1000));
		try (StoreDesk desk = new StoreDesk(Database.in(home), AcmeStoreContract.OWNER, () -> AcmeStoreContract.NOW)) {
			desk.start();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> desk.fault().filter(fault -> fault.contains(home.toString())).isPresent());
		}
	}

}
