package org.web3ecosystem.stoq.pool;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;

import org.web3ecosystem.spitest.transport.TransportProviderContract;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.wire.Limits;

/** The laws of the transport over real QUIC on loopback. */
class StoqTransportContractTests extends TransportProviderContract {

	private final TestFederation federation = new TestFederation(4);

	private final List<AutoCloseable> nodes = new ArrayList<>();

	@Override
	protected Party server() {
		return party(0);
	}

	@Override
	protected Party client() {
		return party(1);
	}

	@Override
	protected int requestLimit() {
		return Limits.DEFAULT.requests();
	}

	/** Bound and silent. */
	@Override
	protected InetSocketAddress nowhere() throws Exception {
		DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		nodes.add(silent);
		return (InetSocketAddress) silent.getLocalSocketAddress();
	}

	private Party party(int index) {
		TestNode node = TestNode.provisional(federation.node(index));
		nodes.add(node);
		return new Party(node.id(), node.transport);
	}

	@AfterEach
	void closeNodes() throws Exception {
		for (AutoCloseable node : nodes) {
			node.close();
		}
	}

}
