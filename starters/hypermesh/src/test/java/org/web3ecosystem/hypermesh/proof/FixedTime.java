package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.trust.NodeKey;

/** Members who attest at once what a clock of the test shows. */
public record FixedTime(List<NodeKey> members, InstantSource clock) implements TimeSource {

	private static final Duration RADIUS = Duration.ofMillis(500);

	@Override
	public CompletionStage<TimeProof> ask(TimeQuestion question) {
		return CompletableFuture.completedFuture(new TimeProof(members.stream()
			.map(member -> Attestation.sign(question, clock.instant(), RADIUS, member))
			.sorted(Comparator.comparing(Attestation::signer))
			.toList()));
	}

	/** A chain of which nothing was executed. */
	public static OwnChain newChain() {
		return new OwnChain(() -> CompletableFuture.completedFuture(Optional.empty()));
	}

	/** For a prover that knows nothing but this time. */
	public Prover.Sources sources(StakeWitness stake) {
		return sources(() -> Height.GENESIS, stake, newChain());
	}

	public Prover.Sources sources(Supplier<Height> height, StakeWitness stake, OwnChain chain) {
		return new Prover.Sources(height, () -> Epoch.GENESIS, stake, this, chain, new ProofStatistics());
	}

}
