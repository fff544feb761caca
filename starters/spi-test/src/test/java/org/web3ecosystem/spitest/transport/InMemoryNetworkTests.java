package org.web3ecosystem.spitest.transport;

import java.net.InetSocketAddress;

import org.web3ecosystem.spi.NodeId;

class InMemoryNetworkTests extends TransportProviderContract {

	private final InMemoryNetwork network = new InMemoryNetwork();

	@Override
	protected Party server() {
		return party("a");
	}

	@Override
	protected Party client() {
		return party("b");
	}

	@Override
	protected int requestLimit() {
		return InMemoryNetwork.MAX_REQUESTS;
	}

	@Override
	protected InetSocketAddress nowhere() {
		return InMemoryNetwork.nowhere();
	}

	private Party party(String digit) {
		NodeId id = new NodeId(digit.repeat(NodeId.LENGTH));
		return new Party(id, network.node(id));
	}

}
