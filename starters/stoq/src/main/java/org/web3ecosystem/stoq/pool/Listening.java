package org.web3ecosystem.stoq.pool;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.tcp.TcpSockets;
import org.web3ecosystem.stoq.tls.Generation;

/** The listeners of a transport, and the peers that came through them. Thread-safe. */
final class Listening {

	private final Set<StoqListener> listeners = ConcurrentHashMap.newKeySet();

	/**
	 * Opens one.
	 * @param tcp null if nothing comes in over TCP
	 */
	CompletableFuture<Listener> open(StoqListener listener, Sockets sockets, @Nullable TcpSockets tcp,
			InetSocketAddress address) {
		listeners.add(listener);
		return listener.open(sockets, tcp, address, () -> listeners.remove(listener)).whenComplete((ready, failure) -> {
			if (failure != null) {
				listeners.remove(listener);
			}
		});
	}

	List<InetSocketAddress> addresses() {
		return listeners.stream().filter(StoqListener::isOpen).map(StoqListener::address).toList();
	}

	/** With their protocols. */
	List<String> ports() {
		return listeners.stream().flatMap(listener -> listener.ports().stream()).sorted().toList();
	}

	/** Admitted. */
	List<IncomingConnection> connections() {
		return listeners.stream().flatMap(listener -> listener.connections().stream()).toList();
	}

	/** Connections that show an older identity than this drain. */
	void supersede(Generation newest) {
		listeners.forEach(listener -> listener.supersede(newest));
	}

	void close() {
		listeners.forEach(StoqListener::close);
		listeners.clear();
	}

}
