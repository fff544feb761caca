package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/** Says what this node's clock shows, in its name. */
public final class Attester {

	private final NodeKey key;

	private final Genesis genesis;

	private final Supplier<Epoch> epoch;

	private final InstantSource clock;

	private final Duration radius;

	/**
	 * @param epoch the newest known here
	 * @param radius how far the clock may be off, at most {@link Attestation#MAX_RADIUS}
	 */
	public Attester(NodeKey key, Genesis genesis, Supplier<Epoch> epoch, InstantSource clock, Duration radius) {
		this.key = key;
		this.genesis = genesis;
		this.epoch = epoch;
		this.clock = clock;
		this.radius = radius;
	}

	/**
	 * Refuses what is not of this chain and about this epoch, or without work, before it
	 * signs.
	 * @throws RejectedException saying why
	 */
	Attestation attest(TimeQuestion question) {
		require(question);
		return Attestation.sign(question, clock.instant(), radius, key);
	}

	/**
	 * @throws RejectedException if nobody here would answer that
	 */
	public void require(TimeQuestion question) {
		if (!question.chainId().equals(genesis.chainId())) {
			throw new RejectedException("the question is for chain " + question.chainId());
		}
		// who asks, or this node, may be one epoch behind
		if (Math.abs(question.epoch().number() - epoch.get().number()) > 1) {
			throw new RejectedException("this is epoch " + epoch.get().number());
		}
		if (!question.isWorked(GenesisState.workBits(genesis))) {
			throw new RejectedException("the question shows no work");
		}
	}

}
