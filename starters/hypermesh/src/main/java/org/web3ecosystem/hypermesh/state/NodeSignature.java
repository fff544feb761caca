package org.web3ecosystem.hypermesh.state;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.trust.NodeKey;

/** One node's signature over something that the validators sign together. */
public record NodeSignature(NodeId signer, byte[] signature) {

	/** More than a signature and its signer's id take, encoded. */
	static final int MAX_BYTES = 160;

	public NodeSignature {
		signature = signature.clone();
		if (signature.length != NodeKey.SIGNATURE_LENGTH) {
			throw new CborException("a signature has " + NodeKey.SIGNATURE_LENGTH + " bytes");
		}
	}

	/**
	 * @param domain what the signature is for
	 */
	static NodeSignature sign(NodeKey key, String domain, byte[] content) {
		return new NodeSignature(key.id(), key.sign(domain, content));
	}

	boolean isOver(byte[] content, String domain, PublicKey key) {
		return NodeKey.verify(key, domain, content, signature);
	}

	@Override
	public byte[] signature() {
		return signature.clone();
	}

	/**
	 * Cheap question first, then every signature.
	 * @param signatures of different signers
	 * @param what is signed, for the message
	 * @throws ProofException if they are not of more than two thirds of the weight, or
	 * one is wrong
	 */
	static void verifyQuorum(List<NodeSignature> signatures, Roster roster, String domain, byte[] content,
			String what) {
		if (!roster.isQuorum(signatures.stream().map(NodeSignature::signer).toList())) {
			throw new ProofException(what + " is not signed by more than two thirds of the weight");
		}
		for (NodeSignature signature : signatures) {
			NodeId signer = signature.signer();
			roster.member(signer)
				.filter(member -> signature.isOver(content, domain, member.validator().publicKey()))
				.orElseThrow(
						() -> new ProofException("the signature of " + signer.brief() + " on " + what + " is wrong"));
		}
	}

	/**
	 * @throws CborException if a signer comes twice or out of order
	 */
	static List<NodeSignature> ascending(List<NodeSignature> signatures) {
		for (int i = 1; i < signatures.size(); i++) {
			if (signatures.get(i - 1).signer().compareTo(signatures.get(i).signer()) >= 0) {
				throw new CborException("signatures are not in ascending order of their signers");
			}
		}
		return List.copyOf(signatures);
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("signer", Cbor.of(signer.bytes())), Map.entry("signature", Cbor.of(signature)));
	}

	static Cbor toCbor(List<NodeSignature> signatures) {
		return Cbor.of(signatures.stream().map(NodeSignature::toCbor).toList());
	}

	static NodeSignature fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a signature is not a map");
		}
		map.only("signer", "signature");
		byte[] signer = map.bytes("signer");
		if (signer.length != Sha256.LENGTH) {
			throw new CborException("a node id has " + Sha256.LENGTH + " bytes");
		}
		return new NodeSignature(new NodeId(HexFormat.of().formatHex(signer)), map.bytes("signature"));
	}

	static List<NodeSignature> fromCbor(List<Cbor> items) {
		if (items.size() > Roster.MAX_MEMBERS) {
			throw new CborException("more signatures than there can be validators");
		}
		List<NodeSignature> signatures = new ArrayList<>();
		items.forEach(item -> signatures.add(fromCbor(item)));
		return signatures;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof NodeSignature that && signer.equals(that.signer)
				&& Arrays.equals(signature, that.signature);
	}

	@Override
	public int hashCode() {
		return signer.hashCode();
	}

}
