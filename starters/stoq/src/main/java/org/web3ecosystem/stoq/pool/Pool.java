package org.web3ecosystem.stoq.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * One usable connection per peer and identity, dialled once however many ask. Older ones
 * stay until their streams have ended.
 */
final class Pool {

	private static final Logger LOG = System.getLogger(Pool.class.getName());

	/** Who is dialled, showing what. */
	private record Way(NodeId peer, long generation) {
	}

	private final Map<Way, CompletableFuture<OutgoingConnection>> dialling = new ConcurrentHashMap<>();

	private final Set<OutgoingConnection> open = ConcurrentHashMap.newKeySet();

	private final RandomGenerator random = new SecureRandom();

	private volatile boolean closed;

	CompletableFuture<OutgoingConnection> get(Peer peer, Generation generation, Dialler dialler) {
		if (closed) {
			return CompletableFuture.failedFuture(new TransportException.Closed("the transport is closed"));
		}
		Way way = new Way(peer.id(), generation.number());
		synchronized (this) {
			for (OutgoingConnection connection : open) {
				if (connection.isUsable() && way.equals(way(connection))) {
					return CompletableFuture.completedFuture(connection);
				}
			}
			CompletableFuture<OutgoingConnection> under = dialling.get(way);
			if (under != null) {
				return under.copy();
			}
			CompletableFuture<OutgoingConnection> begun = new CompletableFuture<>();
			dialling.put(way, begun);
			dialler.dial(peer, generation).whenComplete((connection, failure) -> {
				if (failure == null) {
					keep(connection);
					if (connection.kind() == Carrier.Kind.TCP) {
						dialler.tally().fellBack();
						LOG.log(Level.INFO, "over TCP, as UDP does not answer peer={0}", peer.id().brief());
						new WayBack(peer, connection, dialler, random, this::keep).lookLater();
					}
					begun.complete(connection);
					dialling.remove(way);
				}
				else {
					// first: who is told and asks again gets another attempt, not this
					// one
					dialling.remove(way);
					begun.completeExceptionally(failure);
				}
			});
			return begun.copy();
		}
	}

	private static Way way(OutgoingConnection connection) {
		return new Way(connection.peer(), connection.generation().number());
	}

	private void keep(OutgoingConnection connection) {
		open.add(connection);
		connection.onClosed(() -> open.remove(connection));
		for (OutgoingConnection other : open) {
			if (other != connection && other.peer().equals(connection.peer())) {
				other.replaced();
			}
		}
		if (closed) {
			connection.close(CloseCode.DONE);
		}
	}

	/** Nothing new on connections that show an older identity than this. */
	void supersede(Generation newest) {
		for (OutgoingConnection connection : open) {
			if (connection.generation().number() < newest.number()) {
				connection.supersede();
			}
		}
	}

	List<OutgoingConnection> connections() {
		return List.copyOf(open);
	}

	void close() {
		closed = true;
		open.forEach(connection -> connection.close(CloseCode.DONE));
	}

}
