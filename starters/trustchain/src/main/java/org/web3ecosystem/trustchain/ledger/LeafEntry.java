package org.web3ecosystem.trustchain.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * What the ledger says of a leaf.
 *
 * @param node whose it is
 * @param purpose what for
 * @param serial its serial number
 * @param notAfter when it ends
 * @param issuer the validator that issued it
 * @param index its number among the entries of the issuer's logs
 * @param revocation that it was taken back, if it was
 */
public record LeafEntry(NodeId node, Purpose purpose, BigInteger serial, Instant notAfter, NodeId issuer, long index,
		Optional<Revocation> revocation) {

	private static final int NOT_REVOKED = -1;

	LeafEntry revoked(Revocation by) {
		return new LeafEntry(node, purpose, serial, notAfter, issuer, index, Optional.of(by));
	}

	/** The serial number's octets, as other tools print them. */
	public String serialHex() {
		return HexFormat.of().formatHex(serial.toByteArray());
	}

	/** Whether both tell of the same issuance. */
	boolean isIssuedAs(LeafEntry other) {
		return new LeafEntry(node, purpose, serial, notAfter, issuer, index, other.revocation).equals(other);
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("node", Cbor.of(node.hex())), Map.entry("purpose", Cbor.of(purpose.name())),
					Map.entry("serial", Cbor.of(serial.toByteArray())),
					Map.entry("notAfter", Cbor.of(notAfter.toEpochMilli())), Map.entry("issuer", Cbor.of(issuer.hex())),
					Map.entry("index", Cbor.of(index)),
					Map.entry("revoked", Cbor.of(revocation.map(by -> by.at().toEpochMilli()).orElse(0L))),
					Map.entry("reason", Cbor.of(revocation.map(by -> by.reason().code()).orElse(NOT_REVOKED))))
			.encode();
	}

	static LeafEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES)
			.only("node", "purpose", "serial", "notAfter", "issuer", "index", "revoked", "reason");
		Optional<Revocation> revocation = Revocation.Reason.of((int) map.integer("reason"))
			.map(reason -> new Revocation(Instant.ofEpochMilli(map.integer("revoked")), reason));
		return new LeafEntry(new NodeId(map.text("node")), Purpose.valueOf(map.text("purpose")),
				new BigInteger(map.bytes("serial")), Instant.ofEpochMilli(map.integer("notAfter")),
				new NodeId(map.text("issuer")), map.integer("index"), revocation);
	}

}
