package org.web3ecosystem.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.catalog.TestFederation.Member;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

class CatalogTests {

	@TempDir
	private Path folder;

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2,
			Thread.ofPlatform().daemon().factory());

	@AfterEach
	void stop() {
		scheduler.shutdownNow();
	}

	private Catalog catalog(Member member) {
		return new Catalog(member.node().genesis(), member.store(), member.custodian(), member.signpost(), scheduler,
				Duration.ofMillis(20));
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

	@Test
	void itWorksOnceTheLedgerHasABlockAndWhatFallsToItIsHeld() {
		try (TestFederation federation = new TestFederation(1, folder)) {
			Catalog catalog = catalog(federation.member(0));
			assertThat(catalog.health().status()).isEqualTo(Status.STOPPED);
			get(catalog.start());
			assertThat(catalog.works().met()).isFalse();
			await(() -> catalog.health().reason().contains("no block"));
			assertThat(catalog.health().status()).isEqualTo(Status.STARTING);

			Member member = federation.member(0);
			member.publish("log 1.0.0", List.of(member.upload("log.jar", new byte[] { 1, 2 })));
			await(() -> catalog.works().met() && catalog.works().reason().contains("1 blobs held"));
			assertThat(catalog.health().status()).isEqualTo(Status.UP);
			assertThat(catalog.health().details()).containsEntry("blobsHeld", 1);

			federation.ledger().reachable(false);
			await(() -> catalog.health().status() == Status.DEGRADED);
			assertThat(catalog.works().met()).isFalse();
			catalog.close();
		}
	}

	@Test
	void whereTheFederationHasNoCatalogueItSaysSoAndDoesNothing() throws IOException {
		try (TestFederation federation = new TestFederation(1, folder, List.of("assets"))) {
			Catalog catalog = catalog(federation.member(0));
			get(catalog.start());

			assertThat(catalog.health().status()).isEqualTo(Status.NOT_BUILT);
			assertThat(catalog.health().reason()).contains("not part of this federation", CatalogueModule.NAME);
			assertThat(catalog.works().met()).isFalse();
			assertThat(catalog.capabilities()).isEmpty();
		}
	}

	@Test
	void aStoreThatCannotBeUsedFailsTheStart() throws IOException {
		try (TestFederation federation = new TestFederation(1, folder)) {
			Member member = federation.member(0);
			Path incoming = member.node().home().resolve("catalog/incoming");
			Files.delete(incoming);
			Files.writeString(incoming, "in the way");
			Catalog catalog = catalog(member);

			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(catalog.start()))
				.withMessageContaining("blob store cannot be used");
			assertThat(catalog.works().met()).isFalse();
		}
	}

	@Test
	void aStoreThatBreaksWhileItRunsIsDownUntilItIsMended() throws IOException {
		try (TestFederation federation = new TestFederation(1, folder)) {
			Member member = federation.member(0);
			Catalog catalog = catalog(member);
			get(catalog.start());
			member.publish("log 1.0.0", List.of(member.upload("log.jar", new byte[] { 1, 2 })));
			await(() -> catalog.health().status() == Status.UP);

			Path incoming = member.node().home().resolve("catalog/incoming");
			Path aside = incoming.resolveSibling("aside");
			Files.move(incoming, aside);
			Files.writeString(incoming, "in the way");
			await(() -> catalog.health().status() == Status.DOWN);
			assertThat(catalog.health().reason()).contains("blob store cannot be used");
			assertThat(catalog.works().met()).isFalse();

			Files.delete(incoming);
			Files.move(aside, incoming);
			await(() -> catalog.health().status() == Status.UP);
			catalog.close();
		}
	}

}
