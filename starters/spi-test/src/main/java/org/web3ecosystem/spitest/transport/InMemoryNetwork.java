package org.web3ecosystem.spitest.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * Nodes that reach each other without sockets: the transport of other components' tests.
 * Obeys the laws of {@link TransportProvider}; a node can be isolated and restored.
 * Handlers run on virtual threads, as behind a real transport.
 */
public final class InMemoryNetwork {

	/** Requests one connection has under way at most. */
	public static final int MAX_REQUESTS = 64;

	private static final int FIRST_FREE_PORT = 20_000;

	private final Map<InetSocketAddress, MemoryDoor> doors = new ConcurrentHashMap<>();

	private final Set<NodeId> isolated = ConcurrentHashMap.newKeySet();

	private final AtomicInteger ports = new AtomicInteger(FIRST_FREE_PORT);

	/** A node that shows no certificates: {@link Connection#peerChain()} throws. */
	public TransportProvider node(NodeId id) {
		return new MemoryTransport(id, Optional.empty());
	}

	/** A node that shows {@code chain} to whom it connects. */
	public TransportProvider node(NodeId id, CertificateChain chain) {
		return new MemoryTransport(id, Optional.of(chain));
	}

	/** Cuts a node off: its connections end, new ones find nobody. */
	public void isolate(NodeId id) {
		isolated.add(id);
		doors.values().forEach(door -> door.disconnect(id));
	}

	public void restore(NodeId id) {
		isolated.remove(id);
	}

	private final class MemoryTransport implements TransportProvider {

		private final NodeId self;

		private final Optional<CertificateChain> chain;

		private MemoryTransport(NodeId self, Optional<CertificateChain> chain) {
			this.self = self;
			this.chain = chain;
		}

		@Override
		public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
			TransportException failure = new TransportException.Unreachable(
					"nobody answers for " + peer.id().brief() + " at " + peer.addresses(), new NoDoor());
			for (InetSocketAddress address : peer.addresses()) {
				MemoryDoor door = doors.get(address);
				if (door == null || isolated.contains(self) || isolated.contains(door.owner())) {
					continue;
				}
				if (door.owner().equals(peer.id())) {
					return CompletableFuture.completedFuture(door.connect(self));
				}
				failure = new TransportException.RefusedIdentity(
						"at " + address + " is not " + peer.id().brief() + " but " + door.owner().brief(), false);
			}
			return CompletableFuture.failedFuture(failure);
		}

		@Override
		public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
			InetSocketAddress bound = (address.getPort() != 0) ? address
					: new InetSocketAddress(address.getAddress(), ports.getAndIncrement());
			MemoryDoor door = new MemoryDoor(self, chain, inbound, bound, doors::remove);
			if (doors.putIfAbsent(bound, door) != null) {
				return CompletableFuture
					.failedFuture(new TransportException.Unreachable(bound + " is taken", new NoDoor()));
			}
			return CompletableFuture.completedFuture(door);
		}

	}

	/** An address of this network where nobody will ever listen. */
	public static InetSocketAddress nowhere() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
	}

	private static final class NoDoor extends Exception {

		private static final long serialVersionUID = 1L;

	}

}
