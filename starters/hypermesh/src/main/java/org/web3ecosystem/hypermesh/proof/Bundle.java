package org.web3ecosystem.hypermesh.proof;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A proof bundle taken apart. The prover's signature covers the whole body, so no proof
 * can be moved to another bundle and no bit changed.
 *
 * @param proverKey the prover's node key, SubjectPublicKeyInfo
 * @param work the number found, see {@link WorkProof}
 * @param stake an encoded proven entry of the ledger with the prover's stake
 */
record Bundle(Claim claim, byte[] proverKey, Optional<Long> work, Optional<byte[]> stake, byte[] signature) {

	static final String DOMAIN = "proof-bundle/1";

	/** The largest bundle that has a right form: 256 siblings and 100 signatures. */
	static final int MAX_BYTES = 32 * 1024;

	private static final int VERSION = 1;

	static Bundle sign(Claim claim, Optional<Long> work, Optional<byte[]> stake, NodeKey key) {
		byte[] publicKey = key.publicKey().getEncoded();
		return new Bundle(claim, publicKey, work, stake, key.sign(DOMAIN, body(claim, publicKey, work, stake)));
	}

	boolean isSignedByProver() {
		return NodeKey.verify(NodeKey.decodePublic(proverKey), DOMAIN, body(claim, proverKey, work, stake), signature);
	}

	Set<ProofKind> present() {
		Set<ProofKind> present = EnumSet.noneOf(ProofKind.class);
		work.ifPresent(number -> present.add(ProofKind.WORK));
		stake.ifPresent(entry -> present.add(ProofKind.STAKE));
		return present;
	}

	/** The same bundle always has the same id; it is what may be used once. */
	byte[] id() {
		return Sha256.of(claim.digest());
	}

	ProofBundle seal() {
		return new ProofBundle(Cbor
			.struct(Map.entry("body", Cbor.of(body(claim, proverKey, work, stake))),
					Map.entry("signature", Cbor.of(signature)))
			.encode(), present());
	}

	private static byte[] body(Claim claim, byte[] proverKey, Optional<Long> work, Optional<byte[]> stake) {
		return Cbor.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("chainId", Cbor.of(claim.chainId().value())),
				Map.entry("epoch", Cbor.of(claim.epoch().number())),
				Map.entry("kind", Cbor.of(claim.operation().kind())),
				Map.entry("digest", Cbor.of(claim.operation().digest())),
				Map.entry("critical", Cbor.of(claim.operation().critical())), Map.entry("prover", Cbor.of(proverKey)),
				Map.entry("nonce", Cbor.of(claim.nonce())), Map.entry("after", Cbor.of(claim.after().number())),
				Map.entry("work", Cbor.of(work.map(number -> Cbor.of((long) number)).stream().toList())),
				Map.entry("stake", Cbor.of(stake.map(Cbor::of).stream().toList())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes have any other form
	 */
	static Bundle decode(byte[] encoded) {
		Cbor.Struct outer = Cbor.decodeStruct(encoded, MAX_BYTES).only("body", "signature");
		Cbor.Struct body = Cbor.decodeStruct(outer.bytes("body"), MAX_BYTES)
			.only("v", "chainId", "epoch", "kind", "digest", "critical", "prover", "nonce", "after", "work", "stake");
		if (body.integer("v") != VERSION) {
			throw new CborException("bundle version " + body.integer("v") + " is not known");
		}
		try {
			byte[] key = body.bytes("prover");
			Operation operation = new Operation(body.text("kind"), body.bytes("digest"), body.bool("critical"));
			Claim claim = new Claim(new ChainId(body.text("chainId")), new Epoch(body.integer("epoch")), operation,
					NodeId.of(NodeKey.decodePublic(key)), body.bytes("nonce"), new Height(body.integer("after")));
			return new Bundle(claim, key, work(body.array("work")), stake(body.array("stake")),
					outer.bytes("signature"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	private static Optional<Long> work(List<Cbor> items) {
		return one(items).map(item -> item instanceof Cbor.Int(long number) ? number : Long.valueOf(wrong("work")));
	}

	private static Optional<byte[]> stake(List<Cbor> items) {
		return one(items).map(item -> item instanceof Cbor.Bytes bytes ? bytes.value() : new byte[wrong("stake")]);
	}

	private static Optional<Cbor> one(List<Cbor> items) {
		if (items.size() > 1) {
			throw new CborException("more than one proof of a kind");
		}
		return items.stream().findFirst();
	}

	private static int wrong(String proof) {
		throw new CborException("the " + proof + " proof has the wrong type");
	}

}
