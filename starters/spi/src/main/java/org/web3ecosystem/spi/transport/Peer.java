package org.web3ecosystem.spi.transport;

import java.net.InetSocketAddress;
import java.util.List;

import org.web3ecosystem.spi.NodeId;

/**
 * Whom to connect to, and where to try.
 *
 * @param id who must answer; anyone else is refused
 * @param addresses resolved addresses, first preferred
 */
public record Peer(NodeId id, List<InetSocketAddress> addresses) {

	public Peer {
		addresses = List.copyOf(addresses);
		if (addresses.isEmpty()) {
			throw new IllegalArgumentException("a peer needs an address");
		}
	}

}
