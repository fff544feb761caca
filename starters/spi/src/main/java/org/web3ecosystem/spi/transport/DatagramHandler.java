package org.web3ecosystem.spi.transport;

import org.web3ecosystem.spi.NodeId;

/**
 * Takes datagrams of one protocol from admitted peers. Called off the event loop, many
 * times at once but not more often than {@link #IN_HAND} on one connection: what comes
 * while so many are in hand is dropped.
 */
public interface DatagramHandler {

	/** Datagrams of one connection that are handled at once. */
	int IN_HAND = 64;

	/** {@code <component>.<noun>}, such as {@code hypermesh.heartbeats}. */
	String protocol();

	void received(NodeId caller, byte[] datagram);

}
