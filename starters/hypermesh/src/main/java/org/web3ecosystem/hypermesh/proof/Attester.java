package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Says what this node's clock shows, in its name, and gives its part of the challenge of
 * a space proof before.
 */
public final class Attester {

	private final NodeKey key;

	private final Genesis genesis;

	private final Supplier<Epoch> epoch;

	private final InstantSource clock;

	private final Duration radius;

	private final Nonces nonces;

	private final Known known;

	/** What the ledger has, as this node knows it; answers at once. */
	public interface Known {

		/** A node's plot. */
		Optional<Plot> plot(NodeId node);

		/**
		 * Whether a node need not show work with its questions now: work is waived, and
		 * it has stake bonded.
		 */
		boolean isSpared(NodeId node);

		private static Known of(Function<NodeId, Optional<Plot>> plots) {
			return new Known() {

				@Override
				public Optional<Plot> plot(NodeId node) {
					return plots.apply(node);
				}

				@Override
				public boolean isSpared(NodeId node) {
					return false;
				}

			};
		}

	}

	/**
	 * One that spares nobody the work.
	 * @param plots what the ledger knows of a node's plot; answers at once
	 */
	public Attester(NodeKey key, Genesis genesis, Supplier<Epoch> epoch, InstantSource clock, Duration radius,
			Nonces nonces, Function<NodeId, Optional<Plot>> plots) {
		this(key, genesis, epoch, clock, radius, nonces, Known.of(plots));
	}

	/**
	 * @param epoch the newest known here
	 * @param radius how far the clock may be off, at most {@link Attestation#MAX_RADIUS}
	 */
	public Attester(NodeKey key, Genesis genesis, Supplier<Epoch> epoch, InstantSource clock, Duration radius,
			Nonces nonces, Known known) {
		this.key = key;
		this.genesis = genesis;
		this.epoch = epoch;
		this.clock = clock;
		this.radius = radius;
		this.nonces = nonces;
		this.known = known;
	}

	/**
	 * What the challenge of a space proof for this claim has to have in it.
	 * @throws RejectedException if nobody here would answer that question
	 */
	Nonce nonce(NodeId caller, TimeQuestion question) {
		require(caller, question);
		return new Nonce(key.id(), nonces.next(question.claim()));
	}

	/**
	 * Refuses what is not of this chain and about this epoch, or without work, before it
	 * signs, and a space proof that is not the caller's, not fresh or not right.
	 * @throws RejectedException saying why
	 */
	Attestation attest(NodeId caller, Showing.Request request) {
		TimeQuestion question = request.question();
		require(caller, question);
		request.showing().ifPresent(shown -> require(caller, question, shown));
		return Attestation.sign(request.attested(), clock.instant(), radius, key);
	}

	private void require(NodeId caller, TimeQuestion question, Showing shown) {
		SpaceProof space = shown.proof();
		if (!space.plot().owner().equals(caller)) {
			throw new RejectedException("the plot shown is not that of the node that asks");
		}
		if (shown.nonces()
			.stream()
			.noneMatch(nonce -> nonce.member().equals(key.id()) && nonces.isFresh(question.claim(), nonce.value()))) {
			throw new RejectedException("the challenge has no fresh nonce of this member");
		}
		if (!Arrays.equals(space.challenge(), Nonce.challenge(shown.nonces()))) {
			throw new RejectedException("the challenge is not what the nonces come to");
		}
		if (known.plot(caller).filter(space.plot()::equals).isEmpty()) {
			throw new RejectedException("the plot shown is not registered");
		}
		try {
			space.verify(genesis.chainId(), question.claim());
		}
		catch (ProofException wrong) {
			throw new RejectedException(String.valueOf(wrong.getMessage()), wrong);
		}
	}

	/** Who has stake bonded does without work while that is ordered. */
	private void require(NodeId caller, TimeQuestion question) {
		if (question.work() == TimeQuestion.NO_WORK && known.isSpared(caller)) {
			requirePlace(question);
		}
		else {
			require(question);
		}
	}

	/**
	 * For somebody unknown, who always shows work.
	 * @throws RejectedException if nobody here would answer that
	 */
	public void require(TimeQuestion question) {
		requirePlace(question);
		if (!question.isWorked(GenesisState.workBits(genesis))) {
			throw new RejectedException("the question shows no work");
		}
	}

	private void requirePlace(TimeQuestion question) {
		if (!question.chainId().equals(genesis.chainId())) {
			throw new RejectedException("the question is for chain " + question.chainId());
		}
		// who asks, or this node, may be one epoch behind
		if (Math.abs(question.epoch().number() - epoch.get().number()) > 1) {
			throw new RejectedException("this is epoch " + epoch.get().number());
		}
	}

}
