package org.web3ecosystem.spi.trust;

import java.util.Set;

import org.web3ecosystem.spi.NodeId;

/**
 * The nodes that the federation has shut out, whatever certificate they show. Nobody
 * connects to them or takes a connection of theirs. Who keeps connections open hears of a
 * change as {@link RevocationListener#revoked()}.
 */
@FunctionalInterface
public interface IsolatedNodes {

	/** From what is known; never waits. */
	Set<NodeId> isolated();

}
