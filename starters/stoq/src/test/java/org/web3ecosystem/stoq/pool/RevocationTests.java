package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.stoq.LogLines;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.RefusalLog;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Certificates that are revoked while nobody says that anything changed. */
class RevocationTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(3);

	private final Register register = new Register(federation.issuer());

	private final LogLines log = new LogLines(RefusalLog.class);

	private final TestNode server = node(0);

	private final TestNode revoked = node(1);

	private final TestNode other = node(2);

	@AfterEach
	void close() {
		other.close();
		revoked.close();
		server.close();
		log.close();
	}

	@Test
	void theLiveConnectionsOfARevokedPeerEndAndItComesNotBack() {
		Connection connection = connect(revoked, server);
		Connection away = connect(server, revoked);
		Connection third = connect(other, server);
		register.revoked.add(revoked.id());
		waitFor(() -> server.stoq.incoming().size() == 1 && server.stoq.outgoing().isEmpty());
		assertThat(server.tally.refusals(Tally.Refusal.REVOKED)).isEqualTo(2);
		assertThat(log.lines())
			.contains("WARN refused peer=" + revoked.id().brief() + " cause=revoked code=9 why=revoked");
		assertThatThrownBy(() -> get(connection.request("test.echo", new byte[0], AMPLE)))
			.isInstanceOf(TransportException.class);
		assertThatThrownBy(() -> get(away.request("test.echo", new byte[0], AMPLE)))
			.isInstanceOf(TransportException.class);
		assertThatThrownBy(() -> connect(revoked, server)).isInstanceOf(TransportException.RefusedIdentity.class);
		assertThat(log.lines()).contains(
				"WARN refused peer=" + revoked.id().brief() + " cause=certificate code=6 why=revoked",
				"WARN refused by peer=" + server.id().brief() + " cause=certificate code=6 why=revoked");
		assertEchoes(third);
	}

	/** By a clock of its own: whoever is revoked right after a round is found in time. */
	@Test
	void whoIsRevokedRightAfterARoundIsFoundWithinFiveSeconds() {
		for (Limits limits : List.of(Limits.DEFAULT, Limits.DEFAULT.judgedEvery(Duration.ofSeconds(4)))) {
			AtomicInteger swept = new AtomicInteger();
			Map<Runnable, Duration> rounds = new HashMap<>();
			new Rounds(server.stoq, swept::incrementAndGet, limits).begin((period, round) -> rounds.put(round, period));
			Duration passed = Limits.REVOKED_WITHIN.minusSeconds(1);
			rounds.forEach((round, period) -> {
				for (long due = passed.dividedBy(period); due > 0; due--) {
					round.run();
				}
			});
			assertThat(swept.get()).as("judged every " + limits.judged()).isPositive();
		}
		assertThatThrownBy(() -> Limits.DEFAULT.judgedEvery(Limits.REVOKED_WITHIN))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("revoked");
	}

	/** Twenty times in a row: by rounds alone that would last twenty rounds. */
	@Test
	void whoIsToldOfARevocationJudgesAtOnceAndNotAtTheNextRound() {
		Duration round = Duration.ofSeconds(4);
		Register own = new Register(federation.issuer());
		try (TestNode told = new TestNode(federation.node(0), new TestSeat(own), Limits.DEFAULT.judgedEvery(round),
				Optional.empty())
			.start()
			.listen()) {
			connect(revoked, told);
			Connection third = connect(other, told);
			long begun = System.nanoTime();
			for (int times = 0; times < 20; times++) {
				int before = own.asked;
				told.stoq.revoked();
				waitFor(() -> own.asked >= before + 2);
			}
			own.revoked.add(revoked.id());
			told.stoq.revoked();
			waitFor(() -> told.stoq.incoming().size() == 1);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(round.multipliedBy(19));
			assertEchoes(third);
		}
	}

	/** On doubt the answer is no, but not that the certificate is bad. */
	@Test
	void whoCannotBeJudgedNowIsRefusedForThatAndLetInLater() {
		register.silent = true;
		assertThatThrownBy(() -> connect(other, server)).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("cannot be judged now");
		assertThat(server.tally.refusals(Tally.Refusal.UNJUDGED)).isEqualTo(1);
		assertThat(server.tally.refusals(Tally.Refusal.CERTIFICATE)).isZero();
		register.silent = false;
		assertEchoes(connect(other, server));
	}

	@Test
	void whatCannotBeJudgedNowEndsNothing() {
		Connection connection = connect(other, server);
		register.silent = true;
		int before = register.asked;
		waitFor(() -> register.asked > before + 1);
		register.silent = false;
		assertThat(server.stoq.incoming()).hasSize(1);
		assertEchoes(connection);
	}

	private TestNode node(int index) {
		return new TestNode(federation.node(index), new TestSeat(register), Limits.DEFAULT, Optional.empty()).start()
			.listen();
	}

	private static Connection connect(TestNode from, TestNode to) {
		return get(from.transport.connect(to.asPeer(), AMPLE));
	}

	private static void assertEchoes(Connection connection) {
		assertThat(get(connection.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** Judges as another does, but for those that it has revoked. */
	private static final class Register implements CertificateProvider {

		private final CertificateProvider issuer;

		private final Set<NodeId> revoked = ConcurrentHashMap.newKeySet();

		private volatile boolean silent;

		private volatile int asked;

		private Register(CertificateProvider issuer) {
			this.issuer = issuer;
		}

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return issuer.certificate(request);
		}

		@Override
		public synchronized CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			asked++;
			if (silent) {
				return CompletableFuture.completedFuture(Verdict.unavailable("not now"));
			}
			return revoked.contains(subject) ? CompletableFuture.completedFuture(Verdict.rejected("revoked"))
					: issuer.validate(chain, purpose, subject);
		}

	}

}
