package org.web3ecosystem.stoq.hello;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.stoq.tls.NodeUri;

/**
 * Judges whether a certificate is one that a node may show: it names the node, and the
 * seat accepts it. On doubt the answer is no.
 */
public final class PeerJudge {

	private final String zone;

	private final CertificateProvider seat;

	private final Duration patience;

	private final Predicate<NodeId> isolated;

	/**
	 * @param isolated whom the federation has shut out, whatever it shows
	 */
	public PeerJudge(String zone, CertificateProvider seat, Duration patience, Predicate<NodeId> isolated) {
		this.isolated = isolated;
		this.zone = zone;
		this.seat = seat;
		this.patience = patience;
	}

	/** Empty if the chain is accepted. */
	public CompletionStage<Optional<Refusal>> judge(CertificateChain chain, NodeId subject) {
		if (!NodeUri.in(chain.leaf()).equals(Optional.of(NodeUri.of(zone, subject)))) {
			return CompletableFuture.completedFuture(Optional
				.of(Refusal.of(Refusal.Code.CERTIFICATE, "the certificate does not name " + subject.brief())));
		}
		if (isolated.test(subject)) {
			return CompletableFuture.completedFuture(
					Optional.of(Refusal.of(Refusal.Code.REVOKED, "the federation has isolated " + subject.brief())));
		}
		return ask(chain, subject).orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally(failure -> Verdict.unavailable("no verdict: " + failure))
			.thenApply(verdict -> refusal(verdict, chain.isSelfIssued()));
	}

	private CompletableFuture<Verdict> ask(CertificateChain chain, NodeId subject) {
		try {
			return seat.validate(chain, Purpose.NODE, subject).toCompletableFuture().copy();
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	private static Optional<Refusal> refusal(Verdict verdict, boolean selfIssued) {
		return switch (verdict) {
			case Verdict.Accepted accepted -> Optional.empty();
			case Verdict.Rejected(String reason, boolean revoked) -> Optional.of(Refusal.of(
					selfIssued ? Refusal.Code.PROVISIONAL : revoked ? Refusal.Code.REVOKED : Refusal.Code.CERTIFICATE,
					reason));
			case Verdict.Unavailable(String reason) -> Optional.of(Refusal
				.of(selfIssued ? Refusal.Code.PROVISIONAL : Refusal.Code.UNJUDGED, "cannot be judged now: " + reason));
		};
	}

}
