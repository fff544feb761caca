package org.web3ecosystem.trustchain.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.offer.Issuing;

import static org.assertj.core.api.Assertions.assertThat;

class IssuingDeskTests {

	private static final int AT_ONCE = 8;

	@TempDir
	private Path directory;

	private IssuingDesk desk;

	@BeforeEach
	void found() {
		desk = new IssuingDesk(Federation.of(1, directory).node(1), Duration.ofHours(24),
				new CertificateLedger(Optional::empty), InstantSource.system(), RandomGenerator.getDefault());
	}

	@AfterEach
	void close() {
		desk.close();
	}

	@Test
	void allWhoComeAtOnceFindTheAuthority() throws Exception {
		CountDownLatch go = new CountDownLatch(AT_ONCE);
		Callable<Optional<Issuing>> coming = () -> {
			go.countDown();
			go.await();
			return desk.current();
		};
		try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
			List<Future<Optional<Issuing>>> found = executor
				.invokeAll(Stream.generate(() -> coming).limit(AT_ONCE).toList());

			for (Future<Optional<Issuing>> each : found) {
				assertThat(each.get()).isPresent();
			}
		}
	}

	@Test
	void onceClosedNobodyOpensItInPassing() {
		assertThat(desk.current()).isPresent();
		desk.close();

		assertThat(desk.current()).isEmpty();
		desk.open();
		assertThat(desk.current()).isPresent();
	}

}
