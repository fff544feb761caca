package org.web3ecosystem.stoq.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.stoq.forward.Target;

/**
 * The ports of a node and what is there: whoever comes second would be told that another
 * process has the port.
 */
record OwnPorts(Node node) {

	/** What this node has at an address, if anything. */
	Optional<String> at(InetSocketAddress place, Target.Protocol protocol) {
		InetAddress address = place.getAddress();
		boolean bound = address.isAnyLocalAddress()
				|| node.bind().stream().anyMatch(own -> own.isAnyLocalAddress() || own.equals(address));
		return bound ? Optional.ofNullable(all(node.endpoints(), protocol).get(place.getPort())) : Optional.empty();
	}

	/** Whether it is where the engine of this node gossips, as far as the words tell. */
	boolean isGossip(Target target) {
		return target.protocol() == Target.Protocol.TCP && target.port() == node.endpoints().gossip()
				&& isHere(target.host());
	}

	private boolean isHere(String host) {
		try {
			InetAddress address = IpLiteral.parse(host);
			return address.isLoopbackAddress() || address.isAnyLocalAddress() || node.bind().contains(address);
		}
		catch (IllegalArgumentException name) {
			return host.equals("localhost");
		}
	}

	private static Map<Integer, String> all(Endpoints endpoints, Target.Protocol protocol) {
		Map<Integer, String> ports = new HashMap<>();
		ports.put(endpoints.dns(), "DNS");
		switch (protocol) {
			case UDP -> ports.put(endpoints.stoq(), "STOQ");
			case TCP -> {
				ports.put(endpoints.stoq() + 1, "STOQ");
				ports.put(endpoints.gossip(), "gossip");
				ports.put(endpoints.http(), "HTTP");
				ports.put(endpoints.https(), "HTTPS");
			}
		}
		return ports;
	}

}
