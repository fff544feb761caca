package org.web3ecosystem.caesar;

import java.time.Duration;

import org.web3ecosystem.caesar.usage.Rate;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * The numbers the economy runs by. They are the same on every replica: the genesis
 * document's protocol version decides them and nothing else does.
 *
 * @param unbondingDelay from taking stake back to having it
 * @param openingBalance what each validator begins with, besides its stake
 * @param rewards what there is for those who serve
 * @param rate what serving earns
 * @param slashedPercent how much of its stake a node loses that contradicted itself
 */
public record Policy(Duration unbondingDelay, long openingBalance, long rewards, Rate rate, int slashedPercent) {

	/**
	 * Protocol version 1: an hour; a thousand million; a million times as much; one unit
	 * for a mebibyte kept for a second; half of the stake.
	 */
	static final Policy FIRST = new Policy(Duration.ofHours(1), 1_000_000_000L, 1_000_000_000_000_000L,
			new Rate(1, 1 << 20), 50);

	public Policy {
		if (unbondingDelay.isNegative() || openingBalance < 0 || rewards < 0 || slashedPercent < 0) {
			throw new IllegalArgumentException("a policy has no negative numbers");
		}
		if (slashedPercent > 100) {
			throw new IllegalArgumentException("nobody loses more than there is");
		}
	}

	static Policy of(Genesis genesis) {
		if (!Protocols.SPOKEN.has(genesis.protocolVersion())) {
			throw new IllegalArgumentException("protocol version " + genesis.protocolVersion() + " is not known");
		}
		return FIRST;
	}

}
