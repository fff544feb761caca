package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * Proofs as the seat offers them. All modes make the same bundles; the mode says what a
 * failed check means, and of which operations time and space must be proven: of critical
 * ones, or of all. What the ledger demands of a transaction does not depend on it.
 */
public final class FourProofs implements ConsensusProvider {

	/** What a failed check means. */
	public enum Mode {

		/** It is counted and nothing is stopped. */
		OBSERVE {
			@Override
			boolean blocks(Operation operation) {
				return false;
			}
		},

		/** Critical operations are refused. */
		QUORUM {
			@Override
			boolean blocks(Operation operation) {
				return operation.critical();
			}
		},

		/** All operations are refused. */
		MANDATORY {
			@Override
			boolean blocks(Operation operation) {
				return true;
			}
		};

		abstract boolean blocks(Operation operation);

		/** Whether a bundle for this operation must have all proofs there are. */
		private boolean wantsAll(Operation operation) {
			return operation.critical() || this == MANDATORY;
		}

		/** Whoever registers a plot has none to show yet. */
		private boolean wantsSpace(Operation operation) {
			return wantsAll(operation) && !operation.kind().equals(PlotModule.REGISTER);
		}

	}

	private final Mode mode;

	private final Shared shared;

	public FourProofs(Mode mode, Shared shared) {
		this.mode = mode;
		this.shared = shared;
	}

	/**
	 * What the offers of one process have in common, above all the memory of used
	 * bundles: a phase switch must not let one be used again.
	 */
	public static final class Shared {

		private static final int REMEMBERED_BUNDLES = 65_536;

		private final Prover prover;

		private final BundleVerifier verifier;

		private final Supplier<Height> height;

		private final Executor executor;

		private final ProofStatistics statistics;

		private final Supplier<ProofLevel> taken;

		private final UsedBundles used = new UsedBundles(REMEMBERED_BUNDLES);

		/** Of a node that always asks for four. */
		public Shared(Prover prover, BundleVerifier verifier, Supplier<Height> height, Executor executor,
				ProofStatistics statistics) {
			this(prover, verifier, height, executor, statistics, () -> ProofLevel.FOUR);
		}

		/**
		 * @param taken how many proofs may be enough for what is executed next
		 */
		public Shared(Prover prover, BundleVerifier verifier, Supplier<Height> height, Executor executor,
				ProofStatistics statistics, Supplier<ProofLevel> taken) {
			this.prover = prover;
			this.verifier = verifier;
			this.height = height;
			this.executor = executor;
			this.statistics = statistics;
			this.taken = taken;
		}

		/** What was counted with these. */
		public ProofStatistics statistics() {
			return statistics;
		}

	}

	@Override
	public CompletionStage<ProofBundle> prove(Operation operation) {
		return shared.prover.prove(operation)
			.thenApply(bundle -> mode.wantsAll(operation) ? shared.prover.timely(bundle) : bundle)
			.thenApply(bundle -> mode.wantsSpace(operation) ? shared.prover.spacious(bundle, operation) : bundle);
	}

	@Override
	public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
		return CompletableFuture.supplyAsync(() -> judge(bundle, operation, prover), shared.executor);
	}

	private Verdict judge(ProofBundle bundle, Operation operation, NodeId prover) {
		long start = System.nanoTime();
		Verdict verdict = check(bundle, operation, prover);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (verdict.isAccepted()) {
			shared.statistics.accepted(took);
			return verdict;
		}
		shared.statistics.rejected(took);
		if (!mode.blocks(operation)) {
			shared.statistics.letPass();
			return Verdict.accepted();
		}
		return verdict;
	}

	private Verdict check(ProofBundle bundle, Operation operation, NodeId prover) {
		try {
			BundleVerifier.Proven proven = shared.verifier.examine(bundle, operation, prover);
			ProofLevel taken = ProofLevel.canReduce(operation) ? shared.taken.get() : ProofLevel.FOUR;
			Optional<BundleVerifier.Waiver> refused = proven.waiver().filter(waiver -> !waiver.holdsAt(taken));
			if (refused.isPresent()) {
				return Verdict.rejected(refused.get().refusal());
			}
			if (proven.link().isEmpty() && mode.wantsAll(operation)) {
				return Verdict.rejected("the bundle has no time proof");
			}
			if (proven.plot().isEmpty() && taken != ProofLevel.TWO && mode.wantsSpace(operation)
					&& shared.verifier.needsSpace()) {
				return Verdict.rejected("the bundle has no space proof");
			}
			Epoch newest = shared.verifier.rosters().newest();
			if (!proven.isFor(newest)) {
				return Verdict.rejected(
						"the bundle is for epoch " + proven.epoch().number() + ", this is epoch " + newest.number());
			}
			return switch (shared.used.use(proven, shared.height.get())) {
				case FIRST -> Verdict.accepted();
				case AGAIN -> Verdict.rejected("the bundle was used before");
				case VOID -> Verdict.rejected("the bundle is too old");
				case FULL -> Verdict.unavailable("too many bundles are in use to tell a new one from an old one");
			};
		}
		catch (ProofException refused) {
			return Verdict.rejected(String.valueOf(refused.getMessage()));
		}
	}

}
