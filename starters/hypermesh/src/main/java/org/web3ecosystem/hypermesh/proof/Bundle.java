package org.web3ecosystem.hypermesh.proof;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A proof bundle taken apart. The prover's signature covers the whole body, so no proof
 * can be moved to another bundle and no bit changed; of the bundles of a batch only the
 * place differs.
 *
 * @param place where in the claim's batch the operation of this bundle stands
 * @param proverKey the prover's node key, SubjectPublicKeyInfo
 */
record Bundle(Claim claim, Batch.Place place, byte[] proverKey, Proofs proofs, byte[] signature) {

	static final String DOMAIN = "proof-bundle/1";

	/**
	 * The largest bundle: a stake and a time proof of 100 members fit, and labels of the
	 * largest plot.
	 */
	static final int MAX_BYTES = 40 * 1024;

	private static final int VERSION = 4;

	/**
	 * What a bundle proves of its claim.
	 *
	 * @param work the number found, see {@link WorkProof}
	 * @param stake an encoded proven entry of the ledger with the prover's stake
	 * @param time the time at which the claim was made
	 * @param space where it enters; attested with the time, so there is none without
	 */
	record Proofs(Optional<Long> work, Optional<byte[]> stake, Optional<TimeProof> time, Optional<SpaceProof> space) {

		Proofs {
			if (space.isPresent() && time.isEmpty()) {
				throw new CborException("a space proof is attested with the time");
			}
		}

		Set<ProofKind> kinds() {
			Set<ProofKind> present = EnumSet.noneOf(ProofKind.class);
			work.ifPresent(number -> present.add(ProofKind.WORK));
			stake.ifPresent(entry -> present.add(ProofKind.STAKE));
			time.ifPresent(proof -> present.add(ProofKind.TIME));
			space.ifPresent(proof -> present.add(ProofKind.SPACE));
			return present;
		}

	}

	/** The bundles of all operations of a batch, in their order. */
	static List<Bundle> sign(Claim claim, Batch batch, int size, Proofs proofs, NodeKey key) {
		byte[] publicKey = key.publicKey().getEncoded();
		byte[] signature = key.sign(DOMAIN, body(claim, publicKey, proofs));
		return IntStream.range(0, size)
			.mapToObj(index -> new Bundle(claim, batch.place(index), publicKey, proofs, signature))
			.toList();
	}

	boolean isSignedByProver() {
		return NodeKey.verify(NodeKey.decodePublic(proverKey), DOMAIN, body(claim, proverKey, proofs), signature);
	}

	/** What members attested; empty if they were not asked. */
	Optional<TimeQuestion> asked() {
		return proofs.time()
			.map(time -> new Attested(time, proofs.space()).answered(new TimeQuestion(claim.chainId(), claim.epoch(),
					claim.digest(), proofs.work().orElse(TimeQuestion.NO_WORK))));
	}

	/** What the signature covers, with it: the same in all bundles of a batch. */
	byte[] signed() {
		return Sha256.of(body(claim, proverKey, proofs), signature);
	}

	ProofBundle seal() {
		return new ProofBundle(Cbor
			.struct(Map.entry("body", Cbor.of(body(claim, proverKey, proofs))),
					Map.entry("signature", Cbor.of(signature)), Map.entry("index", Cbor.of(place.index())),
					Map.entry("path", place.path()))
			.encode(), proofs.kinds());
	}

	private static byte[] body(Claim claim, byte[] proverKey, Proofs proofs) {
		return Cbor
			.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("chainId", Cbor.of(claim.chainId().value())),
					Map.entry("epoch", Cbor.of(claim.epoch().number())), Map.entry("batch", Cbor.of(claim.batch())),
					Map.entry("prover", Cbor.of(proverKey)), Map.entry("nonce", Cbor.of(claim.nonce())),
					Map.entry("after", Cbor.of(claim.after().number())), Map.entry("number", Cbor.of(claim.number())),
					Map.entry("previous", Cbor.of(claim.previous())),
					Map.entry("work", Cbor.of(proofs.work().map(number -> Cbor.of((long) number)).stream().toList())),
					Map.entry("stake", Cbor.of(proofs.stake().map(Cbor::of).stream().toList())),
					Map.entry("time", proofs.time().map(TimeProof::toCbor).orElseGet(() -> Cbor.of(List.of()))),
					Map.entry("space", Cbor.of(proofs.space().map(SpaceProof::toCbor).stream().toList())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes have any other form
	 */
	static Bundle decode(byte[] encoded) {
		Cbor.Struct outer = Cbor.decodeStruct(encoded, MAX_BYTES).only("body", "signature", "index", "path");
		Cbor.Struct body = Cbor.decodeStruct(outer.bytes("body"), MAX_BYTES)
			.only("v", "chainId", "epoch", "batch", "prover", "nonce", "after", "number", "previous", "work", "stake",
					"time", "space");
		if (body.integer("v") != VERSION) {
			throw new CborException("bundle version " + body.integer("v") + " is not known");
		}
		try {
			byte[] key = body.bytes("prover");
			Claim claim = new Claim(new ChainId(body.text("chainId")), new Epoch(body.integer("epoch")),
					body.bytes("batch"), NodeId.of(NodeKey.decodePublic(key)), body.bytes("nonce"),
					new Height(body.integer("after")), body.integer("number"), body.bytes("previous"));
			return new Bundle(claim, Batch.Place.of(outer.integer("index"), outer.array("path")), key,
					new Proofs(work(body.array("work")), stake(body.array("stake")), time(body.array("time")),
							one(body.array("space")).map(SpaceProof::fromCbor)),
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

	private static Optional<TimeProof> time(List<Cbor> items) {
		return items.isEmpty() ? Optional.empty() : Optional.of(TimeProof.fromCbor(items));
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
