package org.web3ecosystem.stoq.hello;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;

/** Under which cause a peer is refused that shows an issued certificate. */
class PeerJudgeTests {

	private final TestFederation federation = new TestFederation(1);

	private final NodeId peer = federation.node(0).id();

	private final CertificateChain chain = federation.issue(TestFederation.keys().getPublic(), peer);

	@Test
	void whoIsAcceptedIsNotRefused() {
		assertThat(judge(Verdict.accepted())).isEmpty();
	}

	@Test
	void whoWasRevokedIsRefusedAsThatAlsoWhenItComesBack() {
		assertThat(judge(Verdict.revoked("taken back"))).contains(Tally.Refusal.REVOKED);
	}

	@Test
	void aBadCertificateAndOneThatCannotBeJudgedAreNoRevokedOnes() {
		assertThat(judge(Verdict.rejected("not of this root"))).contains(Tally.Refusal.CERTIFICATE);
		assertThat(judge(Verdict.unavailable("no ledger yet"))).contains(Tally.Refusal.UNJUDGED);
	}

	@Test
	void whomTheFederationIsolatedIsRefusedWhateverItShows() {
		assertThat(judge(Verdict.accepted(), peer::equals)).contains(Tally.Refusal.REVOKED);
	}

	private Optional<Tally.Refusal> judge(Verdict verdict) {
		return judge(verdict, nobody -> false);
	}

	private Optional<Tally.Refusal> judge(Verdict verdict, Predicate<NodeId> isolated) {
		CertificateProvider seat = new CertificateProvider() {
			@Override
			public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
				throw new UnsupportedOperationException();
			}

			@Override
			public CompletionStage<Verdict> validate(CertificateChain shown, Purpose purpose, NodeId subject) {
				return CompletableFuture.completedFuture(verdict);
			}
		};
		return new PeerJudge(federation.node(0).genesis().zone(), seat, Duration.ofSeconds(20), isolated)
			.judge(chain, peer)
			.toCompletableFuture()
			.join()
			.map(refusal -> refusal.code().counter());
	}

}
