package org.web3ecosystem.bootstrap.seat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * The seat for certificates. A {@link Verdict.Unavailable} moves on like an exception
 * does, a {@link Verdict.Rejected} never. The table puts nobody behind an offer who is
 * more lenient, except {@code previous-valid}, which repeats acceptances of the first.
 */
final class CertificateSeat implements CertificateProvider {

	private static final String SELF_SIGNED = "self-signed";

	private final FallbackChain<CertificateProvider> chain;

	private final PreviousValid memory;

	CertificateSeat(FallbackChain<CertificateProvider> chain, PreviousValid memory) {
		this.chain = chain;
		this.memory = memory;
	}

	@Override
	public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
		Predicate<String> competent = offer -> !request.provisionalRefused() || !offer.equals(SELF_SIGNED);
		return chain.work((name, offer) -> offer.certificate(request).thenApply(given -> {
			memory.gave(name, request, given);
			return given;
		}), competent);
	}

	@Override
	public CompletionStage<Verdict> validate(CertificateChain shown, Purpose purpose, NodeId subject) {
		Predicate<String> competent = offer -> shown.isSelfIssued() || !offer.equals(SELF_SIGNED);
		return chain.question((name, offer) -> judge(name, offer, shown, purpose, subject), competent)
			.handle((verdict, thrown) -> {
				if (thrown == null) {
					return CompletableFuture.completedFuture(verdict);
				}
				Throwable failure = Failures.cause(thrown);
				return Failures.movesOn(failure)
						? CompletableFuture.completedFuture(Verdict.unavailable(Failures.describe(failure)))
						: CompletableFuture.<Verdict>failedFuture(failure);
			})
			.thenCompose(verdict -> verdict);
	}

	private CompletionStage<Verdict> judge(String name, CertificateProvider offer, CertificateChain shown,
			Purpose purpose, NodeId subject) {
		return offer.validate(shown, purpose, subject)
			.thenApply(verdict -> orMoveOn(name, verdict))
			.thenApply(verdict -> {
				memory.judged(name, shown, purpose, subject, verdict);
				return verdict;
			});
	}

	private static Verdict orMoveOn(String name, Verdict verdict) {
		if (verdict instanceof Verdict.Unavailable(String reason)) {
			// what was never accepted before says nothing about how well the memory is
			throw name.equals(PreviousValid.NAME) ? new OutsideCompetenceException(reason)
					: new UnavailableException(reason);
		}
		return verdict;
	}

}
