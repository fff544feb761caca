package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * Registers records for a name for as long as a lease, or does so again.
 *
 * @param lease from the consensus time of the command on
 */
record NameRegistration(Name name, long version, Duration ttl, Duration lease,
		List<ResourceRecord> records) implements NameCommand {

	static NameRegistration of(ServiceRegistration registration, long version) {
		return new NameRegistration(registration.name(), version, registration.ttl(), registration.lease(),
				registration.records());
	}

	@Override
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("name", Cbor.of(name.text())),
					Map.entry("version", Cbor.of(version)), Map.entry("ttl", Cbor.of(ttl.toSeconds())),
					Map.entry("lease", Cbor.of(lease.toSeconds())),
					Map.entry("records", Cbor.of(records.stream().map(RecordCodec::encode).toList())))
			.encode();
	}

	/**
	 * @throws CborException if it is not one
	 */
	static NameRegistration of(Cbor.Struct map) {
		map.only("v", "name", "version", "ttl", "lease", "records");
		try {
			ServiceRegistration registration = new ServiceRegistration(RecordCodec.name(map.text("name")),
					map.array("records").stream().map(RecordCodec::decode).toList(), seconds(map.integer("ttl")),
					seconds(map.integer("lease")));
			return of(registration, map.integer("version"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	Contribution by(NodeId node, Instant until) {
		return new Contribution(node, version, Contribution.Standing.HELD, ttl.toSeconds(), until, records);
	}

	/** What is out of every range stays out of it. */
	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(Math.clamp(seconds, 0, 1_000_000));
	}

}
