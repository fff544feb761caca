package org.web3ecosystem.catalog.ledger;

import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A version on the ledger. It never changes; whether it is yanked stands with the
 * package.
 */
public record VersionEntry(SignedManifest signed, Height height, Instant publishedAt) {

	private static final int MAX_BYTES = 64 * 1024;

	/** What it says; the ledger has checked the signature. */
	public Manifest manifest() {
		return Manifest.decode(signed.manifest());
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("signed", signed.toCbor()), Map.entry("height", Cbor.of(height.number())),
					Map.entry("publishedAt", Cbor.of(publishedAt.toEpochMilli())))
			.encode();
	}

	static VersionEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("signed", "height", "publishedAt");
		return new VersionEntry(SignedManifest.fromCbor(map.struct("signed")), new Height(map.integer("height")),
				Instant.ofEpochMilli(map.integer("publishedAt")));
	}

}
