package org.web3ecosystem.hypermesh.name;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * What one node has registered for one name.
 *
 * @param version grows with each registration of that node for that name
 * @param ttl in seconds
 */
record Contribution(NodeId node, long version, long ttl, List<ResourceRecord> records) {

	Contribution {
		records = List.copyOf(records);
		if (records.isEmpty() || records.size() > ServiceRegistration.MAX_RECORDS) {
			throw new CborException("1 to " + ServiceRegistration.MAX_RECORDS + " records, not " + records.size());
		}
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("node", Cbor.of(node.bytes())), Map.entry("version", Cbor.of(version)),
				Map.entry("ttl", Cbor.of(ttl)),
				Map.entry("records", Cbor.of(records.stream().map(RecordCodec::encode).toList())));
	}

	static Contribution fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a contribution is not a map");
		}
		map.only("node", "version", "ttl", "records");
		return new Contribution(new NodeId(HexFormat.of().formatHex(map.bytes("node"))), map.integer("version"),
				map.integer("ttl"), map.array("records").stream().map(RecordCodec::decode).toList());
	}

	static List<Contribution> decode(byte[] entry) {
		return Cbor.decode(entry, NameModule.MAX_ENTRY) instanceof Cbor.Array(List<Cbor> items)
				? items.stream().map(Contribution::fromCbor).toList() : List.of();
	}

	static byte[] encode(List<Contribution> contributions) {
		return Cbor.of(contributions.stream().map(Contribution::toCbor).toList()).encode();
	}

}
