package org.web3ecosystem.trustchain.ledger;

import java.security.cert.X509Certificate;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.AnchorRules;

/**
 * A root that took the place of the genesis document's.
 *
 * @param root self-signed
 * @param cross its key, certified by a root that was trusted before
 */
public record AnchorEntry(X509Certificate root, X509Certificate cross) {

	byte[] encode() {
		return Cbor
			.struct(Map.entry("root", Cbor.of(Digest.encoded(root))),
					Map.entry("cross", Cbor.of(Digest.encoded(cross))))
			.encode();
	}

	static AnchorEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES).only("root", "cross");
		return new AnchorEntry(AnchorRules.parse(map.bytes("root")), AnchorRules.parse(map.bytes("cross")));
	}

}
