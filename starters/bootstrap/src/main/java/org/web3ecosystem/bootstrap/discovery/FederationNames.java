package org.web3ecosystem.bootstrap.discovery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

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
		Genesis genesis = self.genesis();
		this.zone = new Name(genesis.zone());
		records.put(zone, List.of());
		records.put(zone.child("node"), List.of());
		addNode(self.name(), self.endpoints());
		List<ResourceRecord> transports = new ArrayList<>();
		for (Validator validator : genesis.validators()) {
			addNode(validator.name(), validator.endpoints());
			transports
				.add(new ResourceRecord.Service(0, 0, validator.endpoints().stoq(), nodeName(zone, validator.name())));
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
	Optional<List<ResourceRecord>> find(Name name) {
		return Optional.ofNullable(records.get(name));
	}

	private void addNode(String name, Endpoints endpoints) {
		List<ResourceRecord> addresses = new ArrayList<>();
		for (InetAddress address : endpoints.inetAddresses()) {
			addresses.add(new ResourceRecord.Address(address));
		}
		records.put(nodeName(zone, name), List.copyOf(addresses));
	}

}
