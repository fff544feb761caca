package org.web3ecosystem.trustchain.ledger;

import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A node that was admitted through the join door.
 *
 * @param nodeKey its node key, SubjectPublicKeyInfo
 * @param name its short name
 * @param admittedBy the validator that admitted it
 */
public record EnrolledNode(byte[] nodeKey, String name, NodeId admittedBy) {

	public EnrolledNode {
		nodeKey = nodeKey.clone();
	}

	/** The one encoding, in the ledger and on disk. */
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("nodeKey", Cbor.of(nodeKey)), Map.entry("name", Cbor.of(name)),
					Map.entry("admittedBy", Cbor.of(admittedBy.hex())))
			.encode();
	}

	/** Reads {@link #encode}. */
	public static EnrolledNode decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES)
			.only("nodeKey", "name", "admittedBy");
		return new EnrolledNode(map.bytes("nodeKey"), map.text("name"), new NodeId(map.text("admittedBy")));
	}

}
