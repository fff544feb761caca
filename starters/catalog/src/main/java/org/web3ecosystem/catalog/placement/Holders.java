package org.web3ecosystem.catalog.placement;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.transport.Peer;

/**
 * Where those are that hold a blob. A validator's place stands in the genesis document;
 * any other node has told the federation's names where it speaks STOQ, though not by its
 * id: so each place is one where it may be, and whoever answers there has to show that it
 * is the holder.
 */
final class Holders {

	/** Places that are tried for one holder. */
	static final int MAX_PLACES = 32;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Node node;

	private final ServiceDiscovery names;

	/**
	 * @param names the seat
	 */
	Holders(Node node, ServiceDiscovery names) {
		this.node = node;
		this.names = names;
	}

	/**
	 * Whom to ask for a blob that these nodes hold, one after the other. Waits for it.
	 */
	Stream<Peer> places(List<NodeId> holders) {
		List<NodeId> others = holders.stream().filter(holder -> !holder.equals(node.id())).toList();
		Stream<Peer> validators = others.stream()
			.flatMap(holder -> node.genesis().validator(holder).stream())
			.map(validator -> Peer.of(validator));
		List<NodeId> members = others.stream().filter(holder -> node.genesis().validator(holder).isEmpty()).toList();
		// looked up only if no validator gave it
		return Stream.concat(validators, Stream.of(members).filter(each -> !each.isEmpty()).flatMap(this::members));
	}

	private Stream<Peer> members(List<NodeId> holders) {
		Name zone = new Name(node.genesis().zone());
		List<InetSocketAddress> places = records(FederationNames.stoq(zone)).stream()
			.filter(ResourceRecord.Service.class::isInstance)
			.map(ResourceRecord.Service.class::cast)
			.filter(service -> !isValidator(zone, service.target()))
			.limit(MAX_PLACES)
			.flatMap(service -> address(service).stream())
			.toList();
		return holders.stream().flatMap(holder -> places.stream().map(place -> new Peer(holder, List.of(place))));
	}

	private boolean isValidator(Name zone, Name target) {
		return node.genesis()
			.validators()
			.stream()
			.anyMatch(validator -> FederationNames.nodeName(zone, validator.name()).equals(target));
	}

	private Optional<InetSocketAddress> address(ResourceRecord.Service service) {
		return records(service.target()).stream()
			.filter(ResourceRecord.Address.class::isInstance)
			.map(record -> new InetSocketAddress(((ResourceRecord.Address) record).address(), service.port()))
			.findFirst();
	}

	private List<ResourceRecord> records(Name name) {
		return Await.of(names.resolve(name), PATIENCE) instanceof Resolution.Found found ? found.records() : List.of();
	}

}
