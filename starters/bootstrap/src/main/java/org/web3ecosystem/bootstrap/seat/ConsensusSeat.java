package org.web3ecosystem.bootstrap.seat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/** The seat for proofs. Without consensus in the table nobody sits here. */
final class ConsensusSeat implements ConsensusProvider {

	private final FallbackChain<ConsensusProvider> chain;

	ConsensusSeat(FallbackChain<ConsensusProvider> chain) {
		this.chain = chain;
	}

	@Override
	public CompletionStage<ProofBundle> prove(Operation operation) {
		return chain.work((name, offer) -> offer.prove(operation), any -> true);
	}

	@Override
	public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
		return chain.question((name, offer) -> judge(offer, bundle, operation, prover), any -> true)
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

	private static CompletionStage<Verdict> judge(ConsensusProvider offer, ProofBundle bundle, Operation operation,
			NodeId prover) {
		return offer.validate(bundle, operation, prover).thenApply(verdict -> {
			if (verdict instanceof Verdict.Unavailable(String reason)) {
				throw new UnavailableException(reason);
			}
			return verdict;
		});
	}

}
