package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.plot.TestPlots;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Members who attest at once what a clock of the test shows, and what is shown by the
 * first of them.
 */
public record FixedTime(List<NodeKey> members, InstantSource clock) implements TimeSource {

	private static final Duration RADIUS = Duration.ofMillis(500);

	@Override
	public CompletionStage<Attested> ask(TimeQuestion question) {
		SpaceProof space = SpaceProof.show(TestPlots.of(question.chainId(), members.getFirst().id()), question.claim(),
				Nonce.challenge(List.of()));
		return CompletableFuture
			.completedFuture(new Attested(attested(question.showing(space.digest())), Optional.of(space)));
	}

	@Override
	public CompletionStage<Attested> askAlone(TimeQuestion question) {
		return CompletableFuture.completedFuture(new Attested(attested(question), Optional.empty()));
	}

	private TimeProof attested(TimeQuestion question) {
		return new TimeProof(members.stream()
			.map(member -> Attestation.sign(question, clock.instant(), RADIUS, member))
			.sorted(Comparator.comparing(Attestation::signer))
			.toList());
	}

	/** A chain of which nothing was executed. */
	public static OwnChain newChain() {
		return new OwnChain(() -> CompletableFuture.completedFuture(Optional.empty()));
	}

	/** For a prover that knows nothing but this time. */
	public Prover.Sources sources(StakeWitness stake) {
		return sources(() -> Height.GENESIS, stake, newChain());
	}

	/** For one that makes as few proofs as are asked for. */
	public Prover.Sources sources(Supplier<Height> height, OwnChain chain, Supplier<ProofLevel> asked) {
		return new Prover.Sources(height, () -> Epoch.GENESIS, new StakeWitness(), this, chain, new ProofStatistics(),
				asked);
	}

	public Prover.Sources sources(Supplier<Height> height, StakeWitness stake, OwnChain chain) {
		return new Prover.Sources(height, () -> Epoch.GENESIS, stake, this, chain, new ProofStatistics());
	}

}
