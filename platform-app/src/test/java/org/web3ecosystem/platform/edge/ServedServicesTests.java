package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.platform.access.ServedComponent;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.ca.RootCeremony;

import static org.assertj.core.api.Assertions.assertThat;

class ServedServicesTests {

	private static final String ZONE = "local.internal";

	private final Ledger ledger = new Ledger();

	private Instant now = Instant.EPOCH;

	private Optional<NameRegistry> registry = Optional.of(ledger);

	private ServedServices services;

	/** What was registered, and whether it can be. */
	private static final class Ledger implements NameRegistry {

		private final List<ServiceRegistration> written = new ArrayList<>();

		private boolean away;

		private boolean silent;

		@Override
		public CompletionStage<Held> held(Name name) {
			return CompletableFuture.completedFuture(new Held(name, List.of(), Duration.ZERO, 0));
		}

		@Override
		public CompletionStage<Void> replace(Held before, ServiceRegistration next) {
			if (away) {
				return CompletableFuture.failedFuture(new UnavailableException("no quorum"));
			}
			written.add(next);
			return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<Void> withdraw(Held before) {
			throw new AssertionError("nobody asked for that");
		}

	}

	@BeforeEach
	void found() throws IOException {
		NodeKey key = NodeKey.generate();
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 9292, 9392, 8053, 8080, 8443);
		try (RootCeremony ceremony = RootCeremony.begin("local", ZONE, Instant.now())) {
			Genesis genesis = new Genesis(new ChainId("local-0123456789abcdef"), "local", ZONE, Instant.now(), 1,
					List.of("certificates"),
					List.of(new Validator("node1", 0, key.publicKey().getEncoded(), ceremony.root(), endpoints, 1)),
					ceremony.root());
			Node node = new Node("node1", key, Path.of("home"), List.of(InetAddress.getLoopbackAddress()), endpoints,
					genesis);
			services = new ServedServices(node, Set.of(ServedComponent.CAESAR), () -> registry, () -> now);
		}
	}

	private int after(Duration time) {
		now = now.plus(time);
		services.tell();
		return ledger.written.size();
	}

	@Test
	void aServiceIsToldOnceAndAgainLongBeforeItsLeaseEnds() {
		assertThat(after(Duration.ZERO)).isEqualTo(1);
		ServiceRegistration told = ledger.written.getFirst();
		assertThat(told.name()).isEqualTo(new Name("_caesar._tcp." + ZONE));
		assertThat(after(Duration.ofMinutes(24))).isEqualTo(1);
		assertThat(after(Duration.ofMinutes(1))).isEqualTo(2);
		assertThat(told.lease()).isGreaterThan(Duration.ofMinutes(25).multipliedBy(2));
	}

	@Test
	void whoCannotTellTriesAgain() {
		registry = Optional.empty();
		assertThat(after(Duration.ZERO)).isZero();
		registry = Optional.of(ledger);
		ledger.away = true;
		assertThat(after(Duration.ofSeconds(2))).isZero();
		ledger.away = false;
		assertThat(after(Duration.ofSeconds(2))).isEqualTo(1);
	}

	@Test
	void anAnswerThatDoesNotComeIsNotWaitedForForever() {
		ledger.silent = true;
		assertThat(after(Duration.ZERO)).isEqualTo(1);
		assertThat(after(Duration.ofSeconds(29))).isEqualTo(1);
		assertThat(after(Duration.ofSeconds(1))).isEqualTo(2);
	}

}
