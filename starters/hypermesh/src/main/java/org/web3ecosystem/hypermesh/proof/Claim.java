package org.web3ecosystem.hypermesh.proof;

import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.Operation;

/**
 * What every proof of a bundle is bound to: this operation, by this prover, once, on this
 * chain, from this height on.
 *
 * @param nonce 16 bytes that the prover draws for each bundle
 * @param after the height the prover knew; {@link BundleVerifier#WINDOW} blocks later the
 * bundle is void
 */
record Claim(ChainId chainId, Epoch epoch, Operation operation, NodeId prover, byte[] nonce, Height after) {

	static final int NONCE_LENGTH = 16;

	Claim {
		nonce = nonce.clone();
		if (nonce.length != NONCE_LENGTH) {
			throw new IllegalArgumentException("a nonce has " + NONCE_LENGTH + " bytes");
		}
	}

	/** SHA-256 over all of it. */
	byte[] digest() {
		return Sha256
			.of(Cbor.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
					Map.entry("kind", Cbor.of(operation.kind())), Map.entry("digest", Cbor.of(operation.digest())),
					Map.entry("critical", Cbor.of(operation.critical())), Map.entry("prover", Cbor.of(prover.bytes())),
					Map.entry("nonce", Cbor.of(nonce)), Map.entry("after", Cbor.of(after.number())))
				.encode());
	}

}
