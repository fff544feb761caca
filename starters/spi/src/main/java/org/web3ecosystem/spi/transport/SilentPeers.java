package org.web3ecosystem.spi.transport;

import java.util.Set;

import org.web3ecosystem.spi.NodeId;

/**
 * Which validators are silent: this node has had no answer of them for some seconds,
 * while it has answers of a quorum. A node that hears less than a quorum takes itself to
 * be the one that is cut off, and nobody to be silent.
 */
@FunctionalInterface
public interface SilentPeers {

	/** From what is known; never waits. */
	Set<NodeId> silent();

}
