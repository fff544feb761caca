package org.web3ecosystem.hypermesh.proof;

import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What every proof of a bundle is bound to: this batch of operations, by this prover,
 * once, on this chain, from this height on, behind the prover's bundle before.
 *
 * @param batch the root of a {@link Batch}
 * @param nonce 16 bytes that the prover draws for each bundle
 * @param after the height the prover knew; {@link BundleVerifier#WINDOW} blocks later the
 * bundle is void
 * @param number its place among the bundles of the prover, see {@link Link}
 * @param previous the digest of the one before, zeros if there is none
 */
record Claim(ChainId chainId, Epoch epoch, byte[] batch, NodeId prover, byte[] nonce, Height after, long number,
		byte[] previous) {

	static final int NONCE_LENGTH = 16;

	Claim {
		batch = batch.clone();
		nonce = nonce.clone();
		previous = previous.clone();
		if (number < 1 || previous.length != Sha256.LENGTH) {
			throw new IllegalArgumentException("not a place among a prover's bundles");
		}
		if (batch.length != Sha256.LENGTH) {
			throw new IllegalArgumentException("the root of a batch is SHA-256");
		}
		if (nonce.length != NONCE_LENGTH) {
			throw new IllegalArgumentException("a nonce has " + NONCE_LENGTH + " bytes");
		}
	}

	/** SHA-256 over all of it. */
	byte[] digest() {
		return Sha256.of(
				Cbor.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
						Map.entry("batch", Cbor.of(batch)), Map.entry("prover", Cbor.of(prover.bytes())),
						Map.entry("nonce", Cbor.of(nonce)), Map.entry("after", Cbor.of(after.number())),
						Map.entry("number", Cbor.of(number)), Map.entry("previous", Cbor.of(previous)))
					.encode());
	}

}
