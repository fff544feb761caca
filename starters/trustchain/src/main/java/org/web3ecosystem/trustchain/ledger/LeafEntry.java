package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * What the ledger says of a leaf.
 *
 * @param node whose it is
 * @param purpose what for
 * @param notAfter when it ends
 * @param issuer the validator that issued it
 * @param index its number among the entries of the issuer's logs
 */
public record LeafEntry(NodeId node, Purpose purpose, Instant notAfter, NodeId issuer, long index) {

	byte[] encode() {
		return Cbor
			.struct(Map.entry("node", Cbor.of(node.hex())), Map.entry("purpose", Cbor.of(purpose.name())),
					Map.entry("notAfter", Cbor.of(notAfter.toEpochMilli())), Map.entry("issuer", Cbor.of(issuer.hex())),
					Map.entry("index", Cbor.of(index)))
			.encode();
	}

	static LeafEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES)
			.only("node", "purpose", "notAfter", "issuer", "index");
		return new LeafEntry(new NodeId(map.text("node")), Purpose.valueOf(map.text("purpose")),
				Instant.ofEpochMilli(map.integer("notAfter")), new NodeId(map.text("issuer")), map.integer("index"));
	}

}
