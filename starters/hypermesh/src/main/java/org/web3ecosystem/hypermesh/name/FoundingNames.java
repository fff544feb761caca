package org.web3ecosystem.hypermesh.name;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * What the genesis document says of a validator's names, which holds until that validator
 * has registered them. So a name that the document gives is at no moment without an
 * answer, and has one owner before and after.
 */
record FoundingNames(Genesis genesis) {

	/** What of a name is still as the document has it. */
	List<ResourceRecord> unregistered(Name name, Set<NodeId> registered) {
		Name zone = new Name(genesis.zone());
		if (name.equals(FederationNames.stoq(zone))) {
			return genesis.validators()
				.stream()
				.filter(validator -> !registered.contains(validator.id()))
				.map(validator -> FederationNames.transport(zone, validator))
				.toList();
		}
		return genesis.validators()
			.stream()
			.filter(validator -> FederationNames.nodeName(zone, validator.name()).equals(name)
					&& !registered.contains(validator.id()))
			.findFirst()
			.map(validator -> FederationNames.addresses(validator.endpoints()))
			.orElse(List.of());
	}

	/** Whether the document says something of a node at a name. */
	boolean gives(Name name, NodeId node) {
		Name zone = new Name(genesis.zone());
		return genesis.validator(node)
			.filter(validator -> name.equals(FederationNames.stoq(zone))
					|| name.equals(FederationNames.nodeName(zone, validator.name())))
			.isPresent();
	}

	/** The name of a validator. */
	Optional<Name> nameOf(NodeId node) {
		return genesis.validator(node)
			.map(validator -> FederationNames.nodeName(new Name(genesis.zone()), validator.name()));
	}

	/** Whether the document has names below a name. */
	boolean hasBelow(Name name) {
		Name zone = new Name(genesis.zone());
		return isBelow(FederationNames.stoq(zone), name) || genesis.validators()
			.stream()
			.anyMatch(validator -> isBelow(FederationNames.nodeName(zone, validator.name()), name));
	}

	private static boolean isBelow(Name below, Name name) {
		return below.isWithin(name) && !below.equals(name);
	}

}
