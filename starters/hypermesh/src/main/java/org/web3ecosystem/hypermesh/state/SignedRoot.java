package org.web3ecosystem.hypermesh.state;

import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

/** A root with the signature of one validator, as validators give it to each other. */
public record SignedRoot(StateRoot root, RootSignature signature) {

	public static SignedRoot sign(StateRoot root, NodeKey key) {
		return new SignedRoot(root, RootSignature.sign(root, key));
	}

	/** Whether a validator of this genesis signed this, for this chain. */
	public boolean isGenuine(Genesis genesis) {
		return root.chainId().equals(genesis.chainId()) && genesis.validator(signature.signer())
			.map(Validator::publicKey)
			.filter(key -> NodeKey.verify(key, StateRoot.DOMAIN, root.encode(), signature.signature()))
			.isPresent();
	}

	public byte[] encode() {
		return Cbor.struct(Map.entry("root", Cbor.of(root.encode())), Map.entry("signature", signature.toCbor()))
			.encode();
	}

	public static SignedRoot decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, 2 * StateRoot.MAX_BYTES).only("root", "signature");
		return new SignedRoot(StateRoot.decode(map.bytes("root")), RootSignature.fromCbor(map.get("signature")));
	}

}
