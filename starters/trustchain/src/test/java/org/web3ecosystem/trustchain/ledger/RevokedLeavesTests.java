package org.web3ecosystem.trustchain.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Revoked;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RevokedLeavesTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final Duration LIFE = Duration.ofHours(24);

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	private final AtomicInteger news = new AtomicInteger();

	private Federation federation;

	private TestLedger ledger;

	private NodeId issuer;

	private NodeId subject;

	private RevokedLeaves revoked;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory, NOW);
		ledger = new TestLedger(federation.genesis());
		issuer = federation.node(1).id();
		subject = federation.node(2).id();
		revoked = new RevokedLeaves(federation.genesis().validators(), ledger.of(federation.node(3).id()), now::get,
				news::incrementAndGet);
	}

	@Test
	void issuerAndSubjectTakeALeafBackAndNobodyElse() {
		for (int i = 1; i <= 3; i++) {
			issue(issuer, i);
		}
		assertThat(revoke(federation.node(3).id(), issuer, 1, Reason.KEY_COMPROMISE))
			.isEqualTo(Verdict.rejected("only its issuer or the node that it names takes a leaf back"));
		assertThat(revoke(NodeKey.generate().id(), issuer, 1, Reason.KEY_COMPROMISE))
			.isInstanceOf(Verdict.Rejected.class);
		assertThat(revoke(issuer, issuer, 1, Reason.SUPERSEDED)).isEqualTo(Verdict.accepted());
		assertThat(revoke(subject, issuer, 2, Reason.KEY_COMPROMISE)).isEqualTo(Verdict.accepted());
		assertThat(revoke(subject, issuer, 9, Reason.KEY_COMPROMISE))
			.isEqualTo(Verdict.rejected("this issuer has no such leaf standing"));

		revoked.look();
		revoked.look();

		assertThat(news).as("told once").hasValue(1);
		assertThat(revoked.find(leaf(1), issuer)).contains(new Revocation(NOW, Reason.SUPERSEDED));
		assertThat(revoked.find(leaf(2), issuer)).contains(new Revocation(NOW, Reason.KEY_COMPROMISE));
		assertThat(revoked.find(leaf(3), issuer)).isEmpty();
		assertThat(revoked.of(issuer).orElseThrow().leaves()).hasSize(2);
		assertThat(revoked.of(subject).orElseThrow().leaves()).isEmpty();
	}

	@Test
	void theFirstReasonCounts() {
		issue(issuer, 1);
		revoke(subject, issuer, 1, Reason.SUPERSEDED);
		ledger.at(NOW.plusSeconds(60));

		assertThat(revoke(issuer, issuer, 1, Reason.KEY_COMPROMISE)).isEqualTo(Verdict.accepted());

		revoked.look();
		assertThat(revoked.find(leaf(1), issuer)).contains(new Revocation(NOW, Reason.SUPERSEDED));
		assertThat(revoked.of(issuer).orElseThrow().count()).isEqualTo(1);
	}

	@Test
	void aLeafThatAnotherRecordedAsItsOwnIsNotTakenBackByIt() {
		NodeId liar = federation.node(4).id();
		issue(issuer, 1);
		issue(liar, 1);

		assertThat(revoke(liar, liar, 1, Reason.KEY_COMPROMISE)).isEqualTo(Verdict.accepted());

		revoked.look();
		assertThat(revoked.find(leaf(1), issuer)).isEmpty();
		assertThat(revoked.find(leaf(1), liar)).isPresent();
	}

	@Test
	void whatIsRecordedAgainStaysRevoked() {
		issue(issuer, 1);
		revoke(issuer, issuer, 1, Reason.KEY_COMPROMISE);

		assertThat(issue(issuer, 1)).isEqualTo(Verdict.accepted());

		revoked.look();
		assertThat(revoked.find(leaf(1), issuer)).isPresent();
	}

	@Test
	void whatIsKnownOutlivesALedgerThatDoesNotAnswer() {
		assertThat(revoked.of(issuer)).as("never read").isEmpty();
		issue(issuer, 1);
		revoke(issuer, issuer, 1, Reason.KEY_COMPROMISE);
		revoked.look();
		ledger.down(true);
		now.set(NOW.plusSeconds(10));

		assertThatThrownBy(revoked::look).isInstanceOf(UnavailableException.class);

		assertThat(revoked.find(leaf(1), issuer)).isPresent();
		assertThat(revoked.of(issuer).orElseThrow().asOf()).isEqualTo(NOW);
	}

	@Test
	void whatHasEndedIsForgottenHereAndInTheLedger() {
		for (int i = 1; i <= 8; i++) {
			issue(issuer, i);
			revoke(issuer, issuer, i, Reason.SUPERSEDED);
		}
		revoked.look();
		int full = ledger.size();
		now.set(NOW.plus(LIFE).plus(Duration.ofHours(2)));
		ledger.at(now.get());

		for (int i = 101; i <= 102; i++) {
			issue(issuer, i);
		}
		revoke(issuer, issuer, 101, Reason.SUPERSEDED);
		revoked.look();

		assertThat(revoked.size()).isEqualTo(1);
		assertThat(ledger.size()).as("8 leaves of two entries and 8 items are gone")
			.isEqualTo(full - 8 * 3 + 2 * 2 + 1);
		assertThat(revoke(issuer, issuer, 1, Reason.KEY_COMPROMISE)).isInstanceOf(Verdict.Rejected.class);
	}

	private Verdict issue(NodeId by, int number) {
		return submit(by, new Issued(leaf(number), new byte[] { 1, (byte) number }, subject, Purpose.NODE,
				now.get().plus(LIFE), number));
	}

	private Verdict revoke(NodeId by, NodeId of, int number, Reason reason) {
		return submit(by, new Revoked(leaf(number), of, reason));
	}

	private Verdict submit(NodeId by, CertificateCommand command) {
		return ledger.of(by).submit(command).toCompletableFuture().join().verdict();
	}

	private static byte[] leaf(int number) {
		return Digest.sha256(new byte[] { (byte) number });
	}

}
