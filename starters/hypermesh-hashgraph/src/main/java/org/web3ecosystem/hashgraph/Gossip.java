package org.web3ecosystem.hashgraph;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

import org.web3ecosystem.spi.consensus.Roster;

/** How the replicas of a federation reach each other, as one node has it. */
public interface Gossip extends AutoCloseable {

	/** Where this node's replica listens. */
	GossipPort port();

	/**
	 * A replica begins, and who is not among these is no member any more.
	 * @param members engine ids of its roster, this node's included
	 * @return where each of the others is dialled, by engine id; one that is missing is
	 * dialled where the roster says
	 */
	Map<Long, InetSocketAddress> begin(Set<Long> members);

	/** A roster that this node believes, newer than those before. */
	void learn(Roster roster);

	/** Nobody gossips with this node any more. */
	void end();

	/** Other members that gossip with this node now, as far as that is seen here. */
	int peers();

	/** Whether it runs through the transport. */
	boolean isThroughTransport();

	@Override
	default void close() {
		end();
	}

}
