package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ct.LogSeries;

import static org.assertj.core.api.Assertions.assertThat;

class OrderingTests {

	@TempDir
	private Path directory;

	private Node node;

	private TestLedger ledger;

	private TestAuthority authority;

	private Ordering ordering;

	@BeforeEach
	void open() {
		node = Federation.of(1, directory).node(1);
		ledger = new TestLedger(node.genesis());
		authority = new TestAuthority(node, InstantSource.system());
		ordering = ordering();
	}

	@AfterEach
	void close() {
		ordering.close();
		authority.close();
	}

	@Test
	void everythingIssuedReachesTheLedgerInTheEnd() throws IOException {
		ledger.down(true);
		ordering.start();
		CertificateChain first = authority.issue(Purpose.NODE);
		CertificateChain second = authority.issue(Purpose.SERVER);
		ordering.logged();
		assertThat(ordering.waiting()).isEqualTo(2);

		ledger.down(false);

		awaitOrdered(first);
		awaitOrdered(second);
	}

	@Test
	void aRestartGoesOnWhereItWas() throws IOException {
		ledger.ignoring(true);
		ordering.start();
		CertificateChain chain = authority.issue(Purpose.NODE);
		ordering.logged();
		ordering.close();
		ledger.ignoring(false);

		ordering = ordering();
		ordering.start();

		awaitOrdered(chain);
		Awaitility.await().until(() -> ordering.waiting() == 0);
		assertThat(mark()).content().isEqualTo("1");
	}

	/** In the log it is before the node's leaf, on the ledger it comes after it. */
	@Test
	void whatEmergencyModeHoldsUpHoldsUpNoNodesLeaf() throws IOException {
		ledger.emergency(true);
		ordering.start();
		CertificateChain accounts = authority.issue(TestAuthority.keys(), Purpose.SERVER, NodeKey.generate().id(),
				"account", "localhost");
		CertificateChain nodes = authority.issue(Purpose.NODE);
		ordering.logged();

		awaitOrdered(nodes);
		Awaitility.await().until(() -> ordering.waiting() == 1);
		assertThat(isOrdered(accounts)).isFalse();
		assertThat(mark()).as("where a restart begins").content().isEqualTo("0");
		ledger.emergency(false);
		ordering.logged();

		awaitOrdered(accounts);
		Awaitility.await().untilAsserted(() -> assertThat(mark()).content().isEqualTo("2"));
		assertThat(ordering.waiting()).isZero();
	}

	@Test
	void aLogThatIsShorterThanItsMarkWasRolledBack() throws IOException {
		Files.writeString(mark(), "5");

		ordering.start();

		assertThat(authority.log().broken()).hasValueSatisfying(reason -> assertThat(reason).contains("rolled back"));
	}

	@Test
	void aLogThatTheFederationHasSeenLongerWasRolledBack() throws IOException {
		ledger.of(node.id())
			.submit(new CertificateCommand.Issued(new byte[32], new byte[] { 1 }, node.id(), Purpose.NODE,
					node.genesis().createdAt().plus(Duration.ofHours(1)), 7))
			.toCompletableFuture()
			.join();

		ordering.start();

		Awaitility.await().until(() -> authority.log().broken().isPresent());
		assertThat(authority.log().broken().orElseThrow()).contains("has seen 8");
	}

	/** A replica that begins says first what it had when it was stopped. */
	@Test
	void aLogIsComparedAgainWhenTheReplicaHasCaughtUp() throws IOException {
		ordering.start();
		awaitOrdered(authority.issue(Purpose.NODE));
		ledger.of(node.id())
			.submit(new CertificateCommand.Issued(new byte[32], new byte[] { 1 }, node.id(), Purpose.NODE,
					node.genesis().createdAt().plus(Duration.ofHours(1)), 7))
			.toCompletableFuture()
			.join();
		ordering.logged();

		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> authority.log().broken().filter(reason -> reason.contains("has seen 8")).isPresent());
	}

	@Test
	void aLogThatSucceedsALostOneIsNumberedBeyondIt() throws IOException {
		ordering.start();
		awaitOrdered(authority.issue(Purpose.NODE));
		ordering.close();
		authority.close();
		LogSeries.succeed(mark().getParent(), Instant.now());

		authority = new TestAuthority(node, InstantSource.system());
		ordering = ordering();
		ordering.start();
		CertificateChain chain = authority.issue(Purpose.NODE);
		ordering.logged();

		awaitOrdered(chain);
		assertThat(authority.log().size()).isOne();
		assertThat(authority.log().broken()).isEmpty();
		assertThat(ledger.of(node.id()).logSize(node.id()).toCompletableFuture().join())
			.isEqualTo(authority.log().number(1));
	}

	private void awaitOrdered(CertificateChain chain) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isOrdered(chain));
	}

	private boolean isOrdered(CertificateChain chain) {
		return ledger.of(node.id()).leaf(Digest.of(chain.leaf()), node.id()).toCompletableFuture().join().isPresent();
	}

	private Ordering ordering() {
		return new Ordering(authority.log(), ledger.of(node.id()), node.id(), mark(), InstantSource.system(),
				RandomGenerator.getDefault());
	}

	private Path mark() {
		return node.home().resolve("trustchain/log/ordered");
	}

}
