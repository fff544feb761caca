package org.web3ecosystem.platform.federation;

import java.util.List;
import java.util.stream.IntStream;

import org.web3ecosystem.spi.genesis.Endpoints;

/**
 * What a new federation is to be.
 *
 * @param federation short name
 * @param zone DNS zone
 * @param nodes the validators, in order
 */
public record FederationPlan(String federation, String zone, List<PlannedNode> nodes) {

	/**
	 * A validator to be.
	 *
	 * @param name short name
	 * @param endpoints where it will be reached
	 */
	public record PlannedNode(String name, Endpoints endpoints) {
	}

	public FederationPlan {
		if (!zone.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")) {
			throw new IllegalArgumentException("not a zone name: '" + zone + "'");
		}
		nodes = List.copyOf(nodes);
	}

	/**
	 * @param hosts one for all nodes, which are then told apart by their ports, or one
	 * for each, which then all have the same ports; written as {@link Host} reads them
	 * @throws IllegalArgumentException if an address is no IP literal or a port no port
	 */
	public static FederationPlan of(String federation, String zone, int validators, List<String> hosts,
			int portOffset) {
		boolean shared = hosts.size() == 1;
		if (hosts.stream().distinct().count() < hosts.size()) {
			throw new IllegalArgumentException("a host is named twice: name one for all nodes, or another for each");
		}
		return new FederationPlan(federation, zone,
				IntStream.range(0, validators)
					.mapToObj(i -> new PlannedNode("node" + (i + 1),
							Ports.endpoints(Host.addresses(hosts.get(shared ? 0 : i)),
									portOffset + (shared ? i * Ports.STEP : 0))))
					.toList());
	}

}
