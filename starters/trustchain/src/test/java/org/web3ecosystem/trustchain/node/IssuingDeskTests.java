package org.web3ecosystem.trustchain.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.ca.StatusSigner;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.rotation.Intermediates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IssuingDeskTests {

	private static final int AT_ONCE = 8;

	@TempDir
	private Path directory;

	private Federation federation;

	private IssuingDesk desk;

	@BeforeEach
	void found() {
		federation = Federation.of(1, directory);
		Node node = federation.node(1);
		TaintedAuthorities tainted = TestTaints.none(node.genesis(), node.home());
		Validator validator = new Validator(node.genesis().rootCertificate(), Federation.ZONE, InstantSource.system());
		desk = new IssuingDesk(node, Duration.ofHours(24),
				new Intermediates(node.home().resolve("trustchain"), node.id(), validator, tainted, KeyCustody.OPEN,
						InstantSource.system()),
				tainted, new CertificateLedger(Optional::empty), InstantSource.system(), RandomGenerator.getDefault());
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
	void newIntermediatesIssueWhileItRunsIntoTheSameLog() {
		Issuing before = desk.current().orElseThrow();
		federation.renew(federation.node(1), Instant.now());

		desk.install();

		Issuing after = desk.current().orElseThrow();
		assertThat(after.log()).isSameAs(before.log());
		assertThat(after.authority().intermediate(Purpose.NODE))
			.isNotEqualTo(before.authority().intermediate(Purpose.NODE));
		assertThat(after.statuses()).hasSize(4);
		assertThat(after.former()).extracting(StatusSigner::name)
			.containsExactlyElementsOf(before.authority().statuses().stream().map(StatusSigner::name).toList());
	}

	@Test
	void whatIsClosedInstallsNothing() {
		assertThatThrownBy(desk::install).isInstanceOf(UnavailableException.class);
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
