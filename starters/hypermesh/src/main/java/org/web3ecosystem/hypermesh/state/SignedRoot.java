package org.web3ecosystem.hypermesh.state;

import java.util.Map;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

/** A root with the signature of one validator, as validators give it to each other. */
public record SignedRoot(StateRoot root, NodeSignature signature) {

	public static SignedRoot sign(StateRoot root, NodeKey key) {
		return new SignedRoot(root, root.sign(key));
	}

	/** Whether the validator signed this, for this chain. */
	public boolean isBy(Validator validator, ChainId chain) {
		return root.chainId().equals(chain) && signature.signer().equals(validator.id())
				&& signature.isOver(root.encode(), StateRoot.DOMAIN, validator.publicKey());
	}

	public byte[] encode() {
		return Cbor.struct(Map.entry("root", Cbor.of(root.encode())), Map.entry("signature", signature.toCbor()))
			.encode();
	}

	public static SignedRoot decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, 2 * StateRoot.MAX_BYTES).only("root", "signature");
		return new SignedRoot(StateRoot.decode(map.bytes("root")), NodeSignature.fromCbor(map.get("signature")));
	}

}
