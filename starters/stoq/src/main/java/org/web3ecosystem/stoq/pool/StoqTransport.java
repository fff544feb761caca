package org.web3ecosystem.stoq.pool;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.SeatListener;
import org.web3ecosystem.spi.Stopgap;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.RevocationListener;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.PeerJudge;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.rpc.Allowances;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.rpc.TracedHandler;
import org.web3ecosystem.stoq.rpc.Tracing;
import org.web3ecosystem.stoq.tcp.TcpSockets;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * The offer {@code stoq}: QUIC with mutual TLS 1.3, TCP with the same where UDP does not
 * answer, HELLO before anything else, and a pool. Works from {@link #start} to
 * {@link #close}, and again after another start.
 */
public final class StoqTransport implements SeatListener, RevocationListener, AutoCloseable {

	private final Self self;

	private final IdentityKeeper keeper;

	private final PeerJudge judge;

	private final Door door;

	private final Limits limits;

	private final Tally tally;

	private final Fallback fallback;

	/** Of peers, whichever listener they come through. */
	private final Allowances allowances;

	private final Reckoning reckoning;

	private final Vitals vitals;

	private final Tracing tracing;

	private volatile Consumer<NodeId> arrivals = nobody -> {
	};

	private volatile Set<InetAddress> expected = Set.of();

	private final AtomicBoolean subscribed = new AtomicBoolean();

	private volatile Wear wear = Wear.DEFAULT;

	private volatile Pool pool = new Pool(Wear.DEFAULT);

	private final Listening listening = new Listening();

	private @Nullable Sockets sockets;

	private volatile @Nullable TcpSockets tcp;

	private volatile @Nullable Dialler dialler;

	/** A transport that follows no requests, of a federation that isolates nobody. */
	public StoqTransport(Self self, CertificateProvider seat, IdentityKeeper keeper, Door door, Limits limits,
			Tally tally, Fallback fallback) {
		this(self, seat, keeper, door, limits, tally, fallback, Tracing.NONE, nobody -> false);
	}

	/**
	 * @param isolated whom nobody connects to; a change of that is told as
	 * {@link #revoked}
	 */
	public StoqTransport(Self self, CertificateProvider seat, IdentityKeeper keeper, Door door, Limits limits,
			Tally tally, Fallback fallback, Tracing tracing, Predicate<NodeId> isolated) {
		this.tracing = tracing;
		this.self = self;
		this.keeper = keeper;
		this.judge = new PeerJudge(self.node().genesis().zone(), seat, limits.hello(), isolated);
		this.door = door;
		this.limits = limits;
		this.tally = tally;
		this.fallback = fallback;
		this.reckoning = new Reckoning(judge, this, tally);
		this.vitals = new Vitals(tally);
		this.allowances = new Allowances(limits.peer(), limits.connections(), InstantSource.system());
	}

	/**
	 * Opens the sockets for outgoing connections. An identity must be published before
	 * anybody connects or listens.
	 * @throws IllegalStateException if staples are required and nobody here reads them
	 */
	public synchronized CompletionStage<Void> start() {
		if (dialler != null) {
			return CompletableFuture.completedFuture(null);
		}
		self.stapling().check();
		Sockets opened = (sockets != null) ? sockets : Sockets.open("stoq-" + self.node().name(), limits, tally);
		sockets = opened;
		TcpSockets overTcp = fallback.on() ? new TcpSockets(opened.loop(), limits, tally) : null;
		tcp = overTcp;
		return Ways.open(opened, overTcp, self.node().bind()).thenAccept(ways -> {
			pool = new Pool(wear);
			dialler = new Dialler(self, keeper, judge, limits, tally, ways, fallback, new Turns(opened.loop()));
			new Rounds(this, () -> Thread.startVirtualThread(reckoning::sweep), limits).begin(opened::every);
			if (subscribed.compareAndSet(false, true)) {
				keeper.subscribe(this::supersede);
			}
		});
	}

	/** From the next start on. */
	void wear(Wear other) {
		wear = other;
	}

	/**
	 * @param idle how long nobody may use a connection; less than what the other end lets
	 * pass
	 */
	void lookAtPool(Duration idle) {
		Dialler dials = dialler;
		if (dials != null) {
			pool.look(idle, vitals, dials);
		}
	}

	/**
	 * Reads or makes the Falcon key; blocks for tens of milliseconds.
	 * @throws org.web3ecosystem.stoq.falcon.FalconKeyException if that cannot be done
	 */
	public void openFalcon() {
		self.falcon().open();
	}

	/** What is asked, what is shown, and which peers show nothing or something wrong. */
	public Map<String, Object> falconDetails() {
		Map<String, Object> unverified = new TreeMap<>();
		pool.connections().forEach(connection -> note(unverified, connection.peer(), connection.falcon()));
		incoming().forEach(connection -> note(unverified, connection.peer(), connection.falcon()));
		return Map.of("falcon", self.falcon().demand().name().toLowerCase(Locale.ROOT), "falconKey",
				self.falcon().algorithm().word(), "falconUnverified", unverified);
	}

	private static void note(Map<String, Object> unverified, NodeId peer, FalconFinding falcon) {
		if (falcon == FalconFinding.MISSING || falcon == FalconFinding.WRONG) {
			unverified.put(peer.brief(), falcon.word());
		}
	}

	/** Whether connections can be made now. */
	public Verdict probe() {
		if (dialler == null) {
			return Verdict.unavailable("STOQ is not started");
		}
		return keeper.generation().isPresent() ? Verdict.accepted() : Verdict.unavailable(keeper.lastFailure().isEmpty()
				? "STOQ has no identity yet" : "STOQ has no identity: " + keeper.lastFailure());
	}

	/** Whether a peer is reached over TCP now, for want of an answer over UDP. */
	public Optional<Stopgap> stopgap() {
		List<String> overTcp = overTcp();
		return overTcp.isEmpty() ? Optional.empty() : Optional
			.of(new Stopgap("stoq over tcp", "stoq over quic", "UDP does not answer at " + String.join(", ", overTcp)));
	}

	/** Peers that are reached over TCP now, or were just now and not over QUIC since. */
	public List<String> overTcp() {
		return pool.overTcp().peers(fallback.lastLook()).stream().map(NodeId::brief).sorted().toList();
	}

	/** Admitted connections of this kind, in both directions. */
	public long admitted(Carrier.Kind kind) {
		return pool.connections().stream().filter(connection -> connection.kind() == kind).count()
				+ incoming().stream().filter(connection -> connection.kind() == kind).count();
	}

	/** Whether TCP is there to fall back to. */
	public Criterion.Finding fallbackReady() {
		if (!fallback.on()) {
			return Criterion.Finding.waitingFor("switched off with web3.stoq.tcp-fallback");
		}
		int addresses = listening().size();
		return (addresses == 0) ? Criterion.Finding.waitingFor("not listening yet")
				: Criterion.Finding.met("listening at TCP at " + addresses + " addresses");
	}

	/**
	 * This transport as others see it. The transport itself is not of the seat's type:
	 * where the seat is asked for, the seat must be the only answer.
	 */
	public TransportProvider offer() {
		return new TransportProvider() {

			@Override
			public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
				return StoqTransport.this.connect(peer, deadline);
			}

			@Override
			public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
				return StoqTransport.this.listen(address, inbound);
			}

		};
	}

	private CompletionStage<Connection> connect(Peer peer, Duration deadline) {
		CompletableFuture<Connection> result = new CompletableFuture<>();
		result.orTimeout(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS);
		outgoing(peer).whenComplete((connection, failure) -> {
			if (failure == null) {
				result.complete(new PooledConnection(connection, tracing));
			}
			else {
				result.completeExceptionally(OffLoop.unwrap(failure));
			}
		});
		return OffLoop.follow(result.exceptionallyCompose(failure -> CompletableFuture
			.failedFuture((OffLoop.unwrap(failure) instanceof TransportException expected) ? expected
					: new TransportException.TimedOut("no connection to " + peer.id().brief() + " at "
							+ peer.addresses() + " within " + deadline.toMillis() + " ms"))));
	}

	/** The shared connection to a peer. */
	public CompletableFuture<OutgoingConnection> outgoing(Peer peer) {
		Dialler dials = dialler;
		Optional<Generation> generation = keeper.generation();
		if (dials == null || generation.isEmpty()) {
			return CompletableFuture.failedFuture(new TransportException.Closed("STOQ is not started"));
		}
		return pool.get(peer, generation.get(), dials);
	}

	private CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
		Sockets opened = openSockets();
		if (opened == null || keeper.generation().isEmpty()) {
			return CompletableFuture.failedFuture(new TransportException.Closed("STOQ is not started"));
		}
		StoqListener listener = new StoqListener(self, keeper, judge, TracedHandler.all(inbound, tracing), door, limits,
				tally, allowances, this::arrived, from -> expected.contains(from));
		return listening.open(listener, opened, tcp, address);
	}

	/**
	 * Is told of each peer that connects to this node and is admitted, on the event loop.
	 */
	public void onArrival(Consumer<NodeId> listener) {
		arrivals = listener;
	}

	/**
	 * Who comes from one of these addresses may take longer for its handshake, since a
	 * member is there.
	 */
	public void expect(Collection<Peer> members) {
		expected = members.stream()
			.flatMap(member -> member.addresses().stream())
			.map(InetSocketAddress::getAddress)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
	}

	/** Who comes here is there, whatever became of attempts to reach it. */
	private void arrived(NodeId peer) {
		pool.forgive(peer);
		arrivals.accept(peer);
	}

	private synchronized @Nullable Sockets openSockets() {
		return sockets;
	}

	private void supersede(Generation newest) {
		pool.supersede(newest);
		listening.supersede(newest);
	}

	/** Judges live connections again: what was accepted may not be any more. */
	@Override
	public void seated(Class<?> seat, List<String> offers) {
		if (seat == CertificateProvider.class) {
			Thread.startVirtualThread(reckoning::afterSeatChange);
		}
	}

	/** Judges live connections now, not at the next round. */
	@Override
	public void revoked() {
		Thread.startVirtualThread(reckoning::sweep);
	}

	/** Judges live connections by it. */
	@Override
	public void demanded(FalconDemand demand) {
		self.falcon().demand(demand);
		Thread.startVirtualThread(() -> reckoning.afterDemand(self.falcon()));
	}

	/** Where it listens, as {@code 127.0.0.1:9292/udp}, and the TCP ports beside that. */
	public List<String> listeners() {
		return listening.ports();
	}

	/** Where it listens. */
	public List<InetSocketAddress> listening() {
		return listening.addresses();
	}

	/** Requests and streams under way on all connections, both directions. */
	public int openStreams() {
		return outgoing().stream().mapToInt(OutgoingConnection::openStreams).sum()
				+ incoming().stream().mapToInt(IncomingConnection::openStreams).sum();
	}

	/** Connections that do not run over QUIC. */
	public int onFallback() {
		return (int) Stream
			.concat(outgoing().stream().map(OutgoingConnection::carrier),
					incoming().stream().map(IncomingConnection::carrier))
			.filter(carrier -> carrier.kind() != Carrier.Kind.QUIC)
			.count();
	}

	/** Says how much more was refused than has a line of its own in the log. */
	void settleRefusals() {
		tally.refusalLog().settle();
	}

	/** What connections measured. */
	public Vitals vitals() {
		return vitals;
	}

	/** Admitted connections that this node dialled. */
	public List<OutgoingConnection> outgoing() {
		return pool.connections();
	}

	/** Admitted connections that peers dialled. */
	public List<IncomingConnection> incoming() {
		return listening.connections();
	}

	@Override
	public void close() {
		Sockets opened;
		Dialler dialled;
		synchronized (this) {
			opened = sockets;
			dialled = dialler;
			sockets = null;
			dialler = null;
		}
		pool.close();
		listening.close();
		if (dialled != null) {
			dialled.ways().close();
		}
		if (opened != null) {
			opened.close();
		}
	}

}
