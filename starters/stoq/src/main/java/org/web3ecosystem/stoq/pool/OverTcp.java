package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;

/**
 * Peers that are reached over TCP, for want of an answer over UDP. That such a connection
 * ends, as it does when an identity is replaced, says nothing of UDP: for a while the
 * peer counts on, until one over QUIC is made. Thread-safe.
 */
final class OverTcp {

	/**
	 * @param since when it ended, by {@link System#nanoTime}; of no meaning while it is
	 * open
	 */
	private record Last(OutgoingConnection connection, long since) {

		boolean isOver(Duration lately) {
			return !connection.isOpen() && System.nanoTime() - since > lately.toNanos();
		}

	}

	private final Map<NodeId, Last> byPeer = new ConcurrentHashMap<>();

	/** It is admitted. */
	void made(OutgoingConnection connection) {
		if (connection.kind() == Carrier.Kind.TCP) {
			byPeer.put(connection.peer(), new Last(connection, System.nanoTime()));
		}
		else {
			byPeer.remove(connection.peer());
		}
	}

	/** It is closed. */
	void ended(OutgoingConnection connection) {
		byPeer.computeIfPresent(connection.peer(),
				(peer, last) -> last.connection == connection ? new Last(connection, System.nanoTime()) : last);
	}

	/**
	 * The peers.
	 * @param lately how long one counts after its last connection has ended
	 */
	List<NodeId> peers(Duration lately) {
		byPeer.values().removeIf(last -> last.isOver(lately));
		return List.copyOf(byPeer.keySet());
	}

}
