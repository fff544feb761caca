package org.web3ecosystem.hashgraph;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * Replicas dial each other where the roster says. Whoever reaches the port can try, so a
 * firewall has to know who the members are.
 */
public final class DirectGossip implements Gossip {

	private final Node node;

	public DirectGossip(Node node) {
		this.node = node;
	}

	/**
	 * One address, the one that the roster tells the others if the node listens there at
	 * all.
	 */
	@Override
	public GossipPort port() {
		InetAddress told = Rosters.address(node.endpoints());
		return new GossipPort(node.bind().contains(told) ? told : node.bind().getFirst(), node.endpoints().gossip());
	}

	@Override
	public Map<Long, InetSocketAddress> begin(Set<Long> members) {
		return Map.of();
	}

	@Override
	public void learn(Roster roster) {
		// the engine's own has the addresses
	}

	@Override
	public void end() {
		// the engine's sockets are its own
	}

	@Override
	public int peers() {
		return 0;
	}

	@Override
	public boolean isThroughTransport() {
		return false;
	}

}
