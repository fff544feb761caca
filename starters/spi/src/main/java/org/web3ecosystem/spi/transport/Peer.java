package org.web3ecosystem.spi.transport;

import java.net.InetSocketAddress;
import java.util.List;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Validator;

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

	/** A validator, at the addresses it advertises. */
	public static Peer of(Validator validator) {
		return new Peer(validator.id(),
				validator.endpoints()
					.inetAddresses()
					.stream()
					.map(address -> new InetSocketAddress(address, validator.endpoints().stoq()))
					.toList());
	}

}
