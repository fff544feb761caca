package org.web3ecosystem.stoq.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.CarrierStats;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * One usable connection per peer and identity, dialled once however many ask, and a
 * second where the first is crowded. Older ones stay until their streams have ended.
 */
final class Pool {

	private static final Logger LOG = System.getLogger(Pool.class.getName());

	/** Who is dialled, showing what. */
	private record Way(NodeId peer, long generation) {
	}

	/** What is known of a connection. */
	private record Held(Peer peer, Duration age) {
	}

	/** The second is made when the first is crowded. */
	private static final int PER_PEER = 2;

	private final Map<Way, CompletableFuture<OutgoingConnection>> dialling = new ConcurrentHashMap<>();

	private final Map<OutgoingConnection, Held> open = new ConcurrentHashMap<>();

	private final OverTcp overTcp = new OverTcp();

	private final Breakers breakers = new Breakers();

	private final Wear wear;

	private final RandomGenerator random = new SecureRandom();

	private final Pauses pauses = new Pauses(random);

	/** Attempts that begin when a pause is over. */
	private final Map<NodeId, Runnable> waiting = new ConcurrentHashMap<>();

	/** The identity that is shown now. */
	private volatile long newest;

	private volatile boolean closed;

	Pool(Wear wear) {
		this.wear = wear;
	}

	CompletableFuture<OutgoingConnection> get(Peer peer, Generation generation, Dialler dialler) {
		if (closed) {
			return CompletableFuture.failedFuture(new TransportException.Closed("the transport is closed"));
		}
		Way way = new Way(peer.id(), generation.number());
		synchronized (this) {
			List<OutgoingConnection> usable = usable(way);
			if (usable.isEmpty()) {
				return dial(way, peer, generation, dialler, this::replaceAll).copy();
			}
			OutgoingConnection freest = Collections.min(usable,
					Comparator.comparingInt(OutgoingConnection::openStreams));
			if (freest.isCrowded() && usable.size() < PER_PEER) {
				// for those who come next
				dial(way, peer, generation, dialler, this::replaceOlder);
			}
			return CompletableFuture.completedFuture(freest);
		}
	}

	/** It may be dialled again. */
	void forgive(NodeId peer) {
		breakers.forgive(peer);
		pauses.forget(peer);
		Runnable waits = waiting.remove(peer);
		if (waits != null) {
			waits.run();
		}
	}

	private List<OutgoingConnection> usable(Way way) {
		return open.keySet().stream().filter(each -> each.isUsable() && way.equals(way(each))).toList();
	}

	/**
	 * Dials once, however many ask.
	 * @param others what becomes of other connections to this peer
	 */
	private synchronized CompletableFuture<OutgoingConnection> dial(Way way, Peer peer, Generation generation,
			Dialler dialler, Consumer<OutgoingConnection> others) {
		CompletableFuture<OutgoingConnection> under = dialling.get(way);
		if (under != null) {
			return under;
		}
		CompletableFuture<OutgoingConnection> begun = new CompletableFuture<>();
		dialling.put(way, begun);
		afterPause(peer.id(), dialler, () -> breakers.guard(peer.id(), () -> dialler.dial(peer, generation)))
			.whenComplete((connection, failure) -> {
				if (failure == null) {
					keep(peer, connection, dialler);
					others.accept(connection);
					if (connection.kind() == Carrier.Kind.TCP) {
						dialler.tally().fellBack();
						LOG.log(Level.INFO, "over TCP, as UDP does not answer peer={0}", peer.id().brief());
						new WayBack(peer, connection, dialler, random, made -> {
							keep(peer, made, dialler);
							replaceAll(made);
						}).lookLater();
					}
					// first: who ends it at once and asks again gets another, not this
					// one
					dialling.remove(way);
					begun.complete(connection);
				}
				else {
					// first: who is told and asks again gets another attempt, not this
					// one
					dialling.remove(way);
					begun.completeExceptionally(OffLoop.unwrap(failure));
				}
			});
		return begun;
	}

	/** Who is not dialled for a while anyway is not waited for. */
	private CompletableFuture<OutgoingConnection> afterPause(NodeId peer, Dialler dialler,
			Supplier<CompletableFuture<OutgoingConnection>> dial) {
		Duration left = pauses.left(peer);
		if (breakers.isOpen(peer)) {
			return dial.get();
		}
		CompletableFuture<Void> begin = new CompletableFuture<>();
		if (left.isPositive()) {
			Runnable now = () -> begin.complete(null);
			waiting.put(peer, now);
			begin.whenComplete((done, failure) -> waiting.remove(peer, now));
			try {
				dialler.ways().timer().schedule(now, left.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException gone) {
				begin.completeExceptionally(new TransportException.Closed("the transport is closed"));
			}
		}
		else {
			begin.complete(null);
		}
		return begin.thenCompose(now -> dial.get()).whenComplete((made, failure) -> note(peer, failure));
	}

	private void note(NodeId peer, @Nullable Throwable failure) {
		if (failure == null || OffLoop.unwrap(failure) instanceof TransportException.RefusedIdentity) {
			pauses.forget(peer);
		}
		else {
			pauses.failed(peer);
		}
	}

	private static Way way(OutgoingConnection connection) {
		return new Way(connection.peer(), connection.generation().number());
	}

	private void keep(Peer peer, OutgoingConnection connection, Dialler dialler) {
		open.put(connection, new Held(peer, wear.draw(random)));
		overTcp.made(connection);
		connection.onClosed(() -> {
			open.remove(connection);
			overTcp.ended(connection);
			ended(peer, connection.carrier().ending(), dialler.tally());
		});
		if (closed) {
			connection.close(CloseCode.DONE);
		}
		else if (connection.generation().number() < newest) {
			// another identity took the place of the one it shows while it was made
			connection.supersede();
		}
	}

	private static void ended(Peer peer, TransportException how, Tally tally) {
		String why = String.valueOf(how.getMessage());
		switch (how) {
			case TransportException.RefusedIdentity refused ->
				tally.refusedBy(peer.id(), Tally.Refusal.REVOKED, null, why);
			case TransportException.Overloaded full -> tally.refusedBy(peer.id(), Tally.Refusal.LIMIT, null, why);
			default -> {
				// nobody was refused
			}
		}
	}

	private void replaceAll(OutgoingConnection by) {
		others(by).forEach(OutgoingConnection::replaced);
	}

	private void replaceOlder(OutgoingConnection by) {
		others(by).filter(other -> other.generation().number() < by.generation().number())
			.forEach(OutgoingConnection::replaced);
	}

	private Stream<OutgoingConnection> others(OutgoingConnection than) {
		return open.keySet().stream().filter(other -> other != than && other.peer().equals(than.peer()));
	}

	/**
	 * Lets go those that nobody used for long, before the peer's own limit does, and what
	 * of the others nobody used; replaces those that are worn out.
	 * @param idle how long nobody may use one
	 */
	void look(Duration idle, Vitals vitals, Dialler dialler) {
		open.forEach((connection, held) -> {
			if (!connection.isUsable()) {
				return;
			}
			if (connection.idle().compareTo(idle) > 0) {
				connection.close(CloseCode.DONE);
				return;
			}
			connection.trim();
			if (connection.age().compareTo(held.age()) > 0 || carried(connection, vitals) > wear.bytes()) {
				dial(way(connection), held.peer(), connection.generation(), dialler, made -> {
					replaceOlder(made);
					connection.retire();
				});
			}
		});
	}

	private static long carried(OutgoingConnection connection, Vitals vitals) {
		return vitals.of(connection.carrier()).map(CarrierStats::bytes).orElse(0L);
	}

	/** Nothing new on connections that show an older identity than this. */
	void supersede(Generation newest) {
		this.newest = Math.max(this.newest, newest.number());
		for (OutgoingConnection connection : open.keySet()) {
			if (connection.generation().number() < this.newest) {
				connection.supersede();
			}
		}
	}

	List<OutgoingConnection> connections() {
		return List.copyOf(open.keySet());
	}

	/** Whom UDP does not reach. */
	OverTcp overTcp() {
		return overTcp;
	}

	void close() {
		closed = true;
		waiting.values().forEach(Runnable::run);
		open.keySet().forEach(connection -> connection.close(CloseCode.DONE));
	}

}
