package org.web3ecosystem.spitest.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.trust.CertificateChain;

/** A listener in memory with the connections that came through it. */
record MemoryDoor(NodeId owner, Optional<CertificateChain> chain, Inbound inbound, InetSocketAddress address,
		Consumer<InetSocketAddress> onClose, Set<MemoryConnection> connections) implements Listener {

	MemoryDoor(NodeId owner, Optional<CertificateChain> chain, Inbound inbound, InetSocketAddress address,
			Consumer<InetSocketAddress> onClose) {
		this(owner, chain, inbound, address, onClose, ConcurrentHashMap.newKeySet());
	}

	Connection connect(NodeId caller) {
		MemoryConnection connection = new MemoryConnection(caller, this);
		connections.add(connection);
		return connection;
	}

	void disconnect(NodeId id) {
		connections.stream()
			.filter(connection -> owner.equals(id) || connection.caller().equals(id))
			.forEach(MemoryConnection::close);
	}

	@Override
	public void close() {
		onClose.accept(address);
		connections.forEach(MemoryConnection::close);
	}

}
