package org.web3ecosystem.hypermesh.state;

import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * A root signed by more than two thirds of the weight. The root of height 0 needs no
 * signature: the genesis document, signed by all, implies it.
 *
 * @param signatures in ascending order of their signers
 */
public record AttestedRoot(StateRoot root, List<RootSignature> signatures) {

	static final int MAX_BYTES = StateRoot.MAX_BYTES + Genesis.MAX_VALIDATORS * 160;

	public AttestedRoot {
		signatures = List.copyOf(signatures);
		for (int i = 1; i < signatures.size(); i++) {
			if (signatures.get(i - 1).signer().compareTo(signatures.get(i).signer()) >= 0) {
				throw new CborException("root signatures are not in ascending order of their signers");
			}
		}
	}

	/** Whether more than two thirds of the genesis weight are behind these signers. */
	public static boolean isQuorum(Genesis genesis, List<NodeId> distinctSigners) {
		long total = genesis.validators().stream().mapToLong(Validator::stake).sum();
		long signed = distinctSigners.stream()
			.flatMap(signer -> genesis.validator(signer).stream())
			.mapToLong(Validator::stake)
			.sum();
		// 100 validators of at most 2^53 each: no overflow
		return 3 * signed > 2 * total;
	}

	/**
	 * Cheap questions first, then every signature.
	 * @throws ProofException if this is not a root of that federation
	 */
	void verify(Genesis genesis) {
		if (!root.chainId().equals(genesis.chainId())) {
			throw new ProofException("the root is of chain " + root.chainId() + ", not " + genesis.chainId());
		}
		if (!root.epoch().equals(Epoch.GENESIS)) {
			throw new ProofException("the roster of epoch " + root.epoch().number() + " is not known");
		}
		if (root.height().number() == 0) {
			if (!signatures.isEmpty() || !root.equals(GenesisState.root(genesis))) {
				throw new ProofException("not the state the genesis document implies");
			}
			return;
		}
		if (!isQuorum(genesis, signatures.stream().map(RootSignature::signer).toList())) {
			throw new ProofException("the root is not signed by more than two thirds of the weight");
		}
		for (RootSignature signature : signatures) {
			if (!new SignedRoot(root, signature).isGenuine(genesis)) {
				throw new ProofException("the signature of " + signature.signer().brief() + " on the root is wrong");
			}
		}
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("root", Cbor.of(root.encode())),
				Map.entry("signatures", Cbor.of(signatures.stream().map(RootSignature::toCbor).toList())));
	}

	static AttestedRoot fromCbor(Cbor.Struct map) {
		map.only("root", "signatures");
		List<Cbor> items = map.array("signatures");
		if (items.size() > Genesis.MAX_VALIDATORS) {
			throw new CborException("more signatures than there can be validators");
		}
		return new AttestedRoot(StateRoot.decode(map.bytes("root")),
				items.stream().map(RootSignature::fromCbor).toList());
	}

	byte[] encode() {
		return toCbor().encode();
	}

}
