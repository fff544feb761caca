package org.web3ecosystem.hashgraph;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

import org.web3ecosystem.spi.consensus.Roster;

/**
 * Gossip is to run through a transport that this process does not have. A replica that
 * listened to everybody instead is nothing anybody asked for.
 */
public final class NoGossip implements Gossip {

	@Override
	public GossipPort port() {
		throw new IllegalStateException("gossip runs through STOQ, which this process does not have");
	}

	@Override
	public Map<Long, InetSocketAddress> begin(Set<Long> members) {
		return Map.of();
	}

	@Override
	public void learn(Roster roster) {
		// nobody asks
	}

	@Override
	public void end() {
		// nothing begins
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
