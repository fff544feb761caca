package org.web3ecosystem.spi.transport;

import java.util.Set;

import org.web3ecosystem.spi.NodeId;

/**
 * Which nodes are silent. A validator is: this node has had no answer of it for some
 * seconds, while it has answers of a quorum. Another node is that was heard before, and
 * for some seconds by none of a quorum of validators; nobody is for having no connection
 * to this node alone. A node that hears less than a quorum takes itself to be the one
 * that is cut off, and nobody to be silent.
 */
@FunctionalInterface
public interface SilentPeers {

	/** From what is known; never waits. */
	Set<NodeId> silent();

}
