package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * That an authority's key is known to others, or may be. It is for good: an authority
 * that was tainted is replaced by another, with another key.
 *
 * @param authority SHA-256 of its certificate, hexadecimal
 * @param owner the validator whose intermediate it is, or {@link #ROOT}; an intermediate
 * of another is not meant, whatever its digest
 * @param at consensus time; what was issued later is refused at once
 * @param refusedFrom what was issued before is refused from then on
 */
public record Taint(String authority, NodeId owner, Instant at, Instant refusedFrom) {

	/** Whose the roots are: nobody's. */
	public static final NodeId ROOT = new NodeId("0".repeat(64));

	byte[] encode() {
		return toCbor().encode();
	}

	Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("authority", Cbor.of(authority)), Map.entry("owner", Cbor.of(owner.hex())),
				Map.entry("at", Cbor.of(at.toEpochMilli())),
				Map.entry("refusedFrom", Cbor.of(refusedFrom.toEpochMilli())));
	}

	static Taint decode(byte[] encoded) {
		return fromCbor(Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES));
	}

	static Taint fromCbor(Cbor.Struct map) {
		map.only("authority", "owner", "at", "refusedFrom");
		return new Taint(map.text("authority"), new NodeId(map.text("owner")), Instant.ofEpochMilli(map.integer("at")),
				Instant.ofEpochMilli(map.integer("refusedFrom")));
	}

}
