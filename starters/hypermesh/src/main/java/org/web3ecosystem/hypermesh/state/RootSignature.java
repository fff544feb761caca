package org.web3ecosystem.hypermesh.state;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

/** One validator's signature over a {@link StateRoot}. */
public record RootSignature(NodeId signer, byte[] signature) {

	public RootSignature {
		signature = signature.clone();
		if (signature.length != NodeKey.SIGNATURE_LENGTH) {
			throw new CborException("a signature has " + NodeKey.SIGNATURE_LENGTH + " bytes");
		}
	}

	public static RootSignature sign(StateRoot root, NodeKey key) {
		return new RootSignature(key.id(), key.sign(StateRoot.DOMAIN, root.encode()));
	}

	@Override
	public byte[] signature() {
		return signature.clone();
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("signer", Cbor.of(signer.bytes())), Map.entry("signature", Cbor.of(signature)));
	}

	static RootSignature fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a root signature is not a map");
		}
		map.only("signer", "signature");
		byte[] signer = map.bytes("signer");
		if (signer.length != Sha256.LENGTH) {
			throw new CborException("a node id has " + Sha256.LENGTH + " bytes");
		}
		return new RootSignature(new NodeId(HexFormat.of().formatHex(signer)), map.bytes("signature"));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RootSignature that && signer.equals(that.signer)
				&& Arrays.equals(signature, that.signature);
	}

	@Override
	public int hashCode() {
		return signer.hashCode();
	}

}
