package org.web3ecosystem.trustchain.offer;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.ct.InclusionProof;
import org.web3ecosystem.trustchain.ct.LogKey;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * That a leaf is in an issuer's log, as the issuer shows it to who asked for the leaf.
 *
 * @param leafInput the entry as the tree has it
 * @param proof the way from it to a signed checkpoint
 * @param logKey the key of the log, SubjectPublicKeyInfo
 * @param voucher the issuer's node key's signature over the log key
 */
record LogEvidence(byte[] leafInput, InclusionProof proof, byte[] logKey, byte[] voucher) {

	/** Timestamp and the like before, and the length of the extensions after. */
	private static final int BEFORE = 15;

	private static final int AFTER = 2;

	static LogEvidence of(TransparencyLog log, int index, NodeKey issuer) {
		byte[] key = log.key().publicKey().getEncoded();
		return new LogEvidence(log.entry(index).orElseThrow().leafInput(), log.inclusion(index), key,
				issuer.sign(LogKey.DOMAIN, key));
	}

	/**
	 * Whether it proves that {@code certificate} is in a log that {@code issuer} vouches
	 * for.
	 */
	boolean proves(byte[] certificate, PublicKey issuer) {
		return NodeKey.verify(issuer, LogKey.DOMAIN, logKey, voucher) && holds(certificate)
				&& proof.verify(leafInput, NodeKey.decodePublic(logKey));
	}

	private boolean holds(byte[] certificate) {
		return leafInput.length == BEFORE + certificate.length + AFTER
				&& Arrays.equals(certificate, 0, certificate.length, leafInput, BEFORE, BEFORE + certificate.length);
	}

	Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("leafInput", Cbor.of(leafInput)), Map.entry("index", Cbor.of(proof.index())),
				Map.entry("note", Cbor.of(proof.note())),
				Map.entry("path", Cbor.of(proof.path().stream().map(Cbor::of).toList())),
				Map.entry("logKey", Cbor.of(logKey)), Map.entry("voucher", Cbor.of(voucher)));
	}

	static LogEvidence fromCbor(Cbor.Struct map) {
		map.only("leafInput", "index", "note", "path", "logKey", "voucher");
		List<byte[]> path = map.array("path")
			.stream()
			.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
			.toList();
		return new LogEvidence(map.bytes("leafInput"), new InclusionProof(map.integer("index"), map.text("note"), path),
				map.bytes("logKey"), map.bytes("voucher"));
	}

}
