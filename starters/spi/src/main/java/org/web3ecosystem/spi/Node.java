package org.web3ecosystem.spi;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * This process's node: who it is, which federation it belongs to and where it keeps
 * things.
 *
 * @param name short name within the zone, such as {@code node1}
 * @param key the long-term node key
 * @param home the node's own directory; a component keeps its files in a folder there
 * named after itself
 * @param bind the addresses that every port listens at, first preferred; what is
 * advertised is in {@code endpoints}
 * @param endpoints this node's own ports and advertised addresses
 * @param genesis the federation's genesis document, verified
 */
public record Node(String name, NodeKey key, Path home, List<InetAddress> bind, Endpoints endpoints, Genesis genesis) {

	public Node {
		bind = List.copyOf(bind);
		if (bind.isEmpty()) {
			throw new IllegalArgumentException(name + " has no address to listen at");
		}
	}

	public NodeId id() {
		return key.id();
	}

	/** Whether the genesis roster has this node as a validator. */
	public boolean isValidator() {
		return genesis.validator(id()).isPresent();
	}

}
