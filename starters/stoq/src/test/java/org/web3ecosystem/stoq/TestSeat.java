package org.web3ecosystem.stoq;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;

/** A seat that asks one offer after the other, as the real one does. */
public final class TestSeat implements CertificateProvider {

	private volatile List<CertificateProvider> offers;

	public TestSeat(CertificateProvider... offers) {
		this.offers = List.of(offers);
	}

	public void seat(CertificateProvider... now) {
		this.offers = List.of(now);
	}

	@Override
	public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
		CompletionStage<CertificateChain> answer = CompletableFuture
			.failedFuture(new UnavailableException("nobody sits here"));
		for (CertificateProvider offer : offers) {
			answer = answer.exceptionallyCompose(failure -> (unwrap(failure) instanceof UnavailableException)
					? offer.certificate(request) : CompletableFuture.failedFuture(failure));
		}
		return answer;
	}

	@Override
	public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
		CompletionStage<Verdict> answer = CompletableFuture.completedFuture(Verdict.unavailable("nobody sits here"));
		for (CertificateProvider offer : offers) {
			answer = answer.thenCompose(verdict -> (verdict instanceof Verdict.Unavailable)
					? offer.validate(chain, purpose, subject) : CompletableFuture.completedFuture(verdict));
		}
		return answer;
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
