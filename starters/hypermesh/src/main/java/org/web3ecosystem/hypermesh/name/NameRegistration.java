package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * The command of the {@link NameModule}.
 *
 * @param version must be greater than that of the contribution it replaces, so that a
 * late copy of an old registration changes nothing
 */
record NameRegistration(Name name, long version, Duration ttl, List<ResourceRecord> records) {

	private static final int VERSION = 1;

	/** Leaves room for the contributions of many nodes in one entry. */
	private static final int MAX_BYTES = 2 * 1024;

	static NameRegistration of(ServiceRegistration registration, long version) {
		return new NameRegistration(registration.name(), version, registration.ttl(), registration.records());
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("name", Cbor.of(name.text())),
					Map.entry("version", Cbor.of(version)), Map.entry("ttl", Cbor.of(ttl.toSeconds())),
					Map.entry("records", Cbor.of(records.stream().map(RecordCodec::encode).toList())))
			.encode();
	}

	/**
	 * @throws CborException if it is not one or is too large
	 */
	static NameRegistration decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("v", "name", "version", "ttl", "records");
		if (map.integer("v") != VERSION) {
			throw new CborException("version " + map.integer("v") + " of a name registration is not known");
		}
		try {
			ServiceRegistration registration = new ServiceRegistration(RecordCodec.name(map.text("name")),
					map.array("records").stream().map(RecordCodec::decode).toList(), ttl(map.integer("ttl")));
			return of(registration, map.integer("version"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	Contribution by(NodeId node) {
		return new Contribution(node, version, ttl.toSeconds(), records);
	}

	private static Duration ttl(long seconds) {
		return Duration.ofSeconds(Math.clamp(seconds, 0, 100_000));
	}

}
