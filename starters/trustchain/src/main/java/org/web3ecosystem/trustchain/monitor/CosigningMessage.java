package org.web3ecosystem.trustchain.monitor;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.CheckpointWitness.Answer;
import org.web3ecosystem.spi.trust.CheckpointWitness.Refusal;
import org.web3ecosystem.spi.trust.CheckpointWitness.Submission;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.ct.Cosigner;
import org.web3ecosystem.trustchain.ct.LogKey;

/** What goes over {@code trustchain.cosign}. */
final class CosigningMessage {

	static final String METHOD = "trustchain.cosign";

	private static final int MAX_BYTES = 16_384;

	private CosigningMessage() {
	}

	/**
	 * A submission, with the log's key that the log's node vouches for.
	 *
	 * @param logKey SubjectPublicKeyInfo
	 * @param voucher the node key's signature over it
	 */
	record Request(Submission submission, byte[] logKey, byte[] voucher) {

		byte[] encode() {
			return Cbor
				.struct(Map.entry("old", Cbor.of(submission.oldSize())),
						Map.entry("proof", Cbor.of(submission.proof().stream().map(Cbor::of).toList())),
						Map.entry("checkpoint", Cbor.of(submission.checkpoint())), Map.entry("logKey", Cbor.of(logKey)),
						Map.entry("voucher", Cbor.of(voucher)))
				.encode();
		}

		/** Throws IllegalArgumentException if it is none. */
		static Request decode(byte[] encoded) {
			try {
				Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
					.only("old", "proof", "checkpoint", "logKey", "voucher");
				List<byte[]> proof = map.array("proof")
					.stream()
					.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
					.toList();
				return new Request(new Submission(map.integer("old"), proof, map.text("checkpoint")),
						map.bytes("logKey"), map.bytes("voucher"));
			}
			catch (CborException malformed) {
				throw new IllegalArgumentException("not a submission: " + malformed.getMessage(), malformed);
			}
		}

		/** The log's key, if the node vouches for it. */
		PublicKey key(PublicKey node) {
			if (!NodeKey.verify(node, LogKey.DOMAIN, logKey, voucher)) {
				throw new IllegalArgumentException("the validator does not vouch for the key of its log");
			}
			return NodeKey.decodePublic(logKey);
		}

	}

	/**
	 * An answer, with the witness's key that its node vouches for.
	 *
	 * @param key SubjectPublicKeyInfo
	 * @param voucher the node key's signature over it
	 */
	record Reply(Answer answer, byte[] key, byte[] voucher) {

		byte[] encode() {
			return Cbor.struct(
					Map.entry("line", Cbor.of((answer instanceof Answer.Cosigned(String line, String _)) ? line : "")),
					Map.entry("size", Cbor.of((answer instanceof Answer.Conflict(long size)) ? size : -1)),
					Map.entry("refusal", Cbor.of((answer instanceof Answer.Refused(Refusal why)) ? why.name() : "")),
					Map.entry("key", Cbor.of(key)), Map.entry("voucher", Cbor.of(voucher)))
				.encode();
		}

		/** Throws IllegalArgumentException if it is none. */
		static Reply decode(byte[] encoded, String witness, PublicKey node) {
			try {
				Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
					.only("line", "size", "refusal", "key", "voucher");
				if (!NodeKey.verify(node, Cosigner.DOMAIN, map.bytes("key"), map.bytes("voucher"))) {
					throw new IllegalArgumentException("the validator does not vouch for the key of its witness");
				}
				String verifierKey = Cosigner.verifierKey(witness, NodeKey.decodePublic(map.bytes("key")));
				return new Reply(answer(map, verifierKey), map.bytes("key"), map.bytes("voucher"));
			}
			catch (CborException malformed) {
				throw new IllegalArgumentException("not an answer of a witness: " + malformed.getMessage(), malformed);
			}
		}

		private static Answer answer(Cbor.Struct map, String verifierKey) {
			if (!map.text("line").isEmpty()) {
				return new Answer.Cosigned(map.text("line"), verifierKey);
			}
			return (map.integer("size") >= 0) ? new Answer.Conflict(map.integer("size"))
					: new Answer.Refused(Refusal.valueOf(map.text("refusal")));
		}

	}

}
