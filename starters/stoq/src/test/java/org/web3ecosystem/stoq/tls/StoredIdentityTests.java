package org.web3ecosystem.stoq.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** A node comes back with the identity it had. */
class StoredIdentityTests {

	@TempDir
	private Path home;

	private final TestFederation federation = new TestFederation(1);

	private final KeyPair keys = TestFederation.keys();

	private final Node joined = federation.outsider();

	private final CertificateChain chain = federation.issue(keys.getPublic(), joined.id());

	@Test
	void readsWhatItWroteAndLetsNobodyElseRead() throws Exception {
		StoredIdentity.write(home, keys, chain);
		StoredIdentity read = StoredIdentity.read(home).orElseThrow();
		assertThat(read.chain()).isEqualTo(chain);
		assertThat(read.keys().getPrivate()).isEqualTo(keys.getPrivate());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("stoq/identity.pem"))))
			.isEqualTo("rw-------");
	}

	@Test
	void isEmptyBeforeTheFirstAndRefusesWhatIsNoIdentity() throws Exception {
		assertThat(StoredIdentity.read(home)).isEmpty();
		Files.createDirectories(home.resolve("stoq"));
		Files.writeString(home.resolve("stoq/identity.pem"), "hello");
		assertThatThrownBy(() -> StoredIdentity.read(home)).isInstanceOf(UnusableIdentityException.class);
	}

	@Test
	void aJoinedNodeConnectsWithItWhileThereIsNoFreshOne() throws Exception {
		StoredIdentity.write(home, keys, chain);
		try (TestNode validator = TestNode.issued(federation.node(0), federation).listen();
				TestNode member = member(new TestSeat())) {
			member.start();
			Connection connection = get(member.transport.connect(validator.asPeer(), Duration.ofSeconds(10)));
			assertThat(connection.peer()).isEqualTo(validator.id());
			assertThat(member.keeper.current()).contains(chain);
		}
	}

	@Test
	void aValidatorAsksForNoOtherAfterARestart() {
		Node validator = atHome(federation.node(0));
		ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
		try {
			IdentityKeeper before = keeper(validator, new TestSeat(federation.issuer()));
			get(before.start(worker));
			before.stop();

			IdentityKeeper after = keeper(validator, new TestSeat());
			get(after.start(worker));

			assertThat(after.current()).isPresent().isEqualTo(before.current());
		}
		finally {
			worker.shutdownNow();
		}
	}

	private static IdentityKeeper keeper(Node node, TestSeat seat) {
		return new IdentityKeeper(node, seat, () -> false, leaf -> new CompletableFuture<>(), InstantSource.system(),
				new Random(1), new Tally());
	}

	@Test
	void whoHasNothingToShowIsReadmittedButNoValidatorIs() {
		Readmission door = leaf -> CompletableFuture.completedFuture(federation.issue(leaf.getPublic(), joined.id()));
		ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
		try {
			IdentityKeeper member = new IdentityKeeper(atHome(joined), new TestSeat(), () -> false, door,
					InstantSource.system(), new Random(1), new Tally());
			IdentityKeeper validator = new IdentityKeeper(atHome(federation.node(0)), new TestSeat(), () -> false, door,
					InstantSource.system(), new Random(1), new Tally());

			get(member.start(worker));

			assertThat(member.current()).map(chain -> chain.leaf().getNotAfter().toInstant())
				.hasValueSatisfying(end -> assertThat(end).isAfter(Instant.now()));
			assertThatThrownBy(() -> get(validator.start(worker))).isInstanceOf(RuntimeException.class);
			assertThat(validator.current()).isEmpty();
		}
		finally {
			worker.shutdownNow();
		}
	}

	@Test
	void whoIsRefusedThoughItsLeafIsGoodIsReadmittedOnce() throws Exception {
		StoredIdentity.write(home, keys, chain);
		AtomicInteger knocks = new AtomicInteger();
		Readmission door = leaf -> {
			knocks.incrementAndGet();
			return CompletableFuture.completedFuture(federation.issue(leaf.getPublic(), joined.id()));
		};
		ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
		try {
			TestSeat previous = new TestSeat(new CertificateProvider() {
				@Override
				public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
					return CompletableFuture.completedFuture(chain);
				}

				@Override
				public CompletionStage<Verdict> validate(CertificateChain shown, Purpose purpose, NodeId subject) {
					return CompletableFuture.completedFuture(Verdict.accepted());
				}
			});
			IdentityKeeper member = new IdentityKeeper(atHome(joined), previous, () -> false, door,
					InstantSource.system(), new Random(1), new Tally());
			get(member.start(worker));
			assertThat(member.current()).contains(chain);

			member.issuedRefused();

			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> member.current().filter(shown -> !shown.equals(chain)).isPresent());
			member.issuedRefused();
			assertThat(knocks).as("a liar makes it knock once a minute at most").hasValue(1);
		}
		finally {
			worker.shutdownNow();
		}
	}

	private Node atHome(Node node) {
		return new Node(node.name(), node.key(), home, node.bind(), node.endpoints(), node.genesis());
	}

	@Test
	void aJoinedNodeWithoutOneSaysWhatItLacks() {
		try (TestNode member = member(new TestSeat(TestNode.selfSigned(joined)))) {
			assertThatThrownBy(member::start).isInstanceOf(UnavailableException.class)
				.hasMessageContaining("not in the genesis roster");
		}
	}

	private TestNode member(TestSeat seat) {
		Node atHome = atHome(joined);
		TestSeat judging = new TestSeat(seat, federation.judge());
		return new TestNode(atHome, judging, Limits.DEFAULT, Optional.empty());
	}

}
