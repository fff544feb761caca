package org.web3ecosystem.spi.genesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * The names of a federation's zone that follow from its genesis document alone: the zone,
 * its nodes' addresses and the transport service of all validators.
 */
public final class FederationNames {

	private final Map<Name, List<ResourceRecord>> records = new LinkedHashMap<>();

	private final Name zone;

	/**
	 * @param self also known by name when it is not in the genesis document
	 */
	public FederationNames(Node self) {
		this(self.genesis());
		records.putIfAbsent(nodeName(zone, self.name()), addresses(self.endpoints()));
	}

	/** Those of the document alone. */
	public FederationNames(Genesis genesis) {
		this.zone = new Name(genesis.zone());
		records.put(zone, List.of());
		records.put(zone.child("node"), List.of());
		List<ResourceRecord> transports = new ArrayList<>();
		for (Validator validator : genesis.validators()) {
			records.put(nodeName(zone, validator.name()), addresses(validator.endpoints()));
			transports.add(transport(zone, validator));
		}
		records.put(zone.child("_udp"), List.of());
		records.put(stoq(zone), List.copyOf(transports));
	}

	/** {@code <node>.node.<zone>}. */
	public static Name nodeName(Name zone, String node) {
		return zone.child("node").child(node);
	}

	/** {@code _stoq._udp.<zone>}. */
	public static Name stoq(Name zone) {
		return zone.child("_udp").child("_stoq");
	}

	public Name zone() {
		return zone;
	}

	/** The records of a name, empty if this document does not know it. */
	public Optional<List<ResourceRecord>> find(Name name) {
		return Optional.ofNullable(records.get(name));
	}

	/** The addresses of a node, in its order. */
	public static List<ResourceRecord> addresses(Endpoints endpoints) {
		return endpoints.inetAddresses().stream().<ResourceRecord>map(ResourceRecord.Address::new).toList();
	}

	/** What a validator is to the transport service. */
	public static ResourceRecord transport(Name zone, Validator validator) {
		return new ResourceRecord.Service(0, 0, validator.endpoints().stoq(), nodeName(zone, validator.name()));
	}

}
