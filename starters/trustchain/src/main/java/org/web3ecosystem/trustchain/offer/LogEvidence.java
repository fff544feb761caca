package org.web3ecosystem.trustchain.offer;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ct.InclusionProof;
import org.web3ecosystem.trustchain.ct.LogKey;
import org.web3ecosystem.trustchain.ct.Precertificates;
import org.web3ecosystem.trustchain.ct.SignedEntry;
import org.web3ecosystem.trustchain.ct.TimestampKey;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * That a leaf is in an issuer's log, as the issuer shows it to who asked for the leaf.
 * Which entry it is the leaf tells by itself: that of its timestamp.
 *
 * @param proof the way from the entry to a signed checkpoint
 * @param logKey the key of the log, SubjectPublicKeyInfo
 * @param voucher the issuer's node key's signature over the log key
 * @param timestampKey the key of its timestamps, SubjectPublicKeyInfo
 * @param timestampVoucher the same over that key
 */
record LogEvidence(InclusionProof proof, byte[] logKey, byte[] voucher, byte[] timestampKey, byte[] timestampVoucher) {

	static LogEvidence of(TransparencyLog log, int index, NodeKey issuer) {
		byte[] key = log.key().publicKey().getEncoded();
		byte[] timestampKey = log.timestamps().publicKey().getEncoded();
		return new LogEvidence(log.inclusion(index), key, issuer.sign(LogKey.DOMAIN, key), timestampKey,
				issuer.sign(TimestampKey.DOMAIN, timestampKey));
	}

	/**
	 * Whether it proves that the leaf has a timestamp of a log that {@code issuer}
	 * vouches for, and that the entry it speaks of is there.
	 */
	boolean proves(CertificateChain chain, PublicKey issuer) {
		return NodeKey.verify(issuer, LogKey.DOMAIN, logKey, voucher)
				&& NodeKey.verify(issuer, TimestampKey.DOMAIN, timestampKey, timestampVoucher)
				&& leafInput(chain).filter(leafInput -> proof.verify(leafInput, NodeKey.decodePublic(logKey)))
					.isPresent();
	}

	private Optional<byte[]> leafInput(CertificateChain chain) {
		try {
			byte[] leaf = Digest.encoded(chain.leaf());
			SignedEntry entry = Precertificates.entryOf(leaf, Digest.encoded(chain.certificates().get(1)));
			PublicKey key = TimestampKey.decodePublic(timestampKey);
			return Precertificates.timestamps(leaf)
				.stream()
				.filter(timestamp -> timestamp.verify(entry, key))
				.map(timestamp -> timestamp.stamped(entry).leafInput())
				.findFirst();
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
			return Optional.empty();
		}
	}

	Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("index", Cbor.of(proof.index())), Map.entry("note", Cbor.of(proof.note())),
				Map.entry("path", Cbor.of(proof.path().stream().map(Cbor::of).toList())),
				Map.entry("logKey", Cbor.of(logKey)), Map.entry("voucher", Cbor.of(voucher)),
				Map.entry("timestampKey", Cbor.of(timestampKey)),
				Map.entry("timestampVoucher", Cbor.of(timestampVoucher)));
	}

	static LogEvidence fromCbor(Cbor.Struct map) {
		map.only("index", "note", "path", "logKey", "voucher", "timestampKey", "timestampVoucher");
		List<byte[]> path = map.array("path")
			.stream()
			.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
			.toList();
		return new LogEvidence(new InclusionProof(map.integer("index"), map.text("note"), path), map.bytes("logKey"),
				map.bytes("voucher"), map.bytes("timestampKey"), map.bytes("timestampVoucher"));
	}

}
