package org.web3ecosystem.stoq.pool;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Arrivals;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.Patience;
import org.web3ecosystem.stoq.hello.PeerJudge;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.rpc.Allowances;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.tcp.TcpSockets;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.tls.TcpSession;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/** One port, of UDP and of TCP, and the guests who came through it. */
final class StoqListener implements Listener, Arrivals {

	private static final long CLOSE_MILLIS = 2_000;

	/** To find a number that is free for both, if any will do. */
	private static final int ATTEMPTS = 8;

	private final Self self;

	private final IdentityKeeper keeper;

	private final PeerJudge judge;

	private final Inbound inbound;

	private final Door door;

	private final Limits limits;

	private final Tally tally;

	private final Allowances allowances;

	/** Hears of each who was; on the event loop. */
	private final Consumer<NodeId> admitted;

	/** Addresses of members. */
	private final Predicate<InetAddress> expected;

	private final Guests guests;

	private final Attempts attempts = new Attempts(InstantSource.system());

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile @Nullable Channel socket;

	private volatile @Nullable Channel tcpSocket;

	StoqListener(Self self, IdentityKeeper keeper, PeerJudge judge, Inbound inbound, Door door, Limits limits,
			Tally tally, Allowances allowances, Consumer<NodeId> admitted, Predicate<InetAddress> expected) {
		this.admitted = admitted;
		this.expected = expected;
		this.self = self;
		this.keeper = keeper;
		this.judge = judge;
		this.inbound = inbound;
		this.door = door;
		this.limits = limits;
		this.tally = tally;
		this.allowances = allowances;
		this.guests = new Guests(limits.connections());
	}

	/**
	 * Opens the UDP port, and the TCP port beside it.
	 * @param tcp null if nothing comes in over TCP
	 */
	CompletableFuture<Listener> open(Sockets sockets, @Nullable TcpSockets tcp, InetSocketAddress address,
			Runnable onClosed) {
		return open(sockets, tcp, address, ATTEMPTS).thenApply(bound -> {
			socket = bound;
			bound.closeFuture().addListener(done -> onClosed.run());
			return this;
		});
	}

	private CompletableFuture<Channel> open(Sockets sockets, @Nullable TcpSockets tcp, InetSocketAddress address,
			int attempts) {
		return sockets.server(address, this::engine, keeper.exporters(), this)
			.exceptionallyCompose(failure -> CompletableFuture.failedFuture(cannotListen("udp", address, failure)))
			.thenCompose(udp -> (tcp == null) ? CompletableFuture.completedFuture(udp)
					: beside(udp, tcp).exceptionallyCompose(failure -> {
						udp.close();
						// the number was free for UDP only, and any other would do
						return (address.getPort() == 0 && attempts > 1) ? open(sockets, tcp, address, attempts - 1)
								: CompletableFuture.failedFuture(
										cannotListen("tcp", TcpSockets.beside(address).orElse(address), failure));
					}));
	}

	private CompletableFuture<Channel> beside(Channel udp, TcpSockets tcp) {
		return TcpSockets.beside((InetSocketAddress) udp.localAddress())
			.map(address -> tcp.server(address, this::session, this))
			.orElseGet(() -> CompletableFuture.failedFuture(new BindException("no TCP port follows this one")))
			.thenApply(bound -> {
				tcpSocket = bound;
				udp.closeFuture().addListener(closed -> bound.close());
				return udp;
			});
	}

	private static TransportException cannotListen(String protocol, InetSocketAddress address, Throwable failure) {
		Throwable cause = OffLoop.unwrap(failure);
		return new TransportException.Unreachable("STOQ cannot listen on " + protocol + " "
				+ address.getAddress().getHostAddress() + ":" + address.getPort() + " (" + cause.getMessage()
				+ "). Stop the process that uses this port, or give this node another bind address or STOQ port",
				cause);
	}

	@Override
	public ChannelHandler arrived(Carrier carrier) {
		Guest guest = new Guest(this, carrier);
		carrier.channel().attr(Attributes.GUEST).set(guest);
		enter(guest);
		return guest;
	}

	/** Who comes from where a member is may be slow. */
	@Override
	public Duration patience(@Nullable InetSocketAddress from) {
		return patience(from, limits.handshake());
	}

	/** The same from there to its HELLO. */
	Duration helloPatience(@Nullable InetSocketAddress from) {
		return patience(from, limits.hello());
	}

	private Duration patience(@Nullable InetSocketAddress from, Duration stranger) {
		return (from != null && expected.test(from.getAddress())) ? Patience.longest(stranger) : stranger;
	}

	@Override
	public void stream(Carrier carrier, Channel stream) {
		carrier.channel().attr(Attributes.GUEST).get().stream(stream);
	}

	/** The identity that is published when the connection begins is its identity. */
	private Generation generation(Channel connection) {
		Generation generation = keeper.generation()
			.orElseThrow(() -> new IllegalStateException("no identity is published"));
		connection.attr(Attributes.GENERATION).set(generation);
		return generation;
	}

	private QuicSslEngine engine(QuicChannel channel) {
		return generation(channel).incoming(channel.alloc());
	}

	private TcpSession session(Channel channel) {
		return generation(channel).tcp().server(channel.alloc());
	}

	@Override
	public InetSocketAddress address() {
		Channel bound = socket;
		if (bound == null) {
			throw new IllegalStateException("not listening");
		}
		return (InetSocketAddress) bound.localAddress();
	}

	/** Whether it has its ports. */
	boolean isOpen() {
		return socket != null;
	}

	/** The UDP port, and the TCP port beside it if there is one. */
	List<String> ports() {
		if (!isOpen()) {
			return List.of();
		}
		Channel tcp = tcpSocket;
		String udp = NetUtil.toSocketAddressString(address()) + "/udp";
		return (tcp == null) ? List.of(udp)
				: List.of(udp, NetUtil.toSocketAddressString((InetSocketAddress) tcp.localAddress()) + "/tcp");
	}

	/** From the first packet on: one who never ends the handshake costs as much. */
	private void enter(Guest guest) {
		tally.connectionOpened();
		guests.enter(guest, Origin.of(guest.carrier().remote()).source()).ifPresent(StoqListener::turnOut);
		guest.carrier().channel().closeFuture().addListener(closed -> {
			if (guests.leave(guest)) {
				tally.connectionClosed();
			}
		});
		if (closed.get()) {
			// came while the listener closed, too late to be seen there
			Endings.close(guest.carrier(), CloseCode.DONE);
		}
	}

	void admit(Guest guest, NodeId peer) {
		guests.admit(guest, peer).ifPresent(StoqListener::turnOut);
		admitted.accept(peer);
	}

	private static void turnOut(Guest guest) {
		guest.refuse(Tally.Refusal.LIMIT, CloseCode.OVERLOADED, "makes room for others");
	}

	/** Connections that show an older identity than this drain. */
	void supersede(Generation newest) {
		for (Guest guest : guests.all()) {
			Generation shown = guest.carrier().channel().attr(Attributes.GENERATION).get();
			if (shown.number() < newest.number()) {
				guest.connection().ifPresent(IncomingConnection::drain);
			}
		}
	}

	List<IncomingConnection> connections() {
		return guests.all().stream().flatMap(guest -> guest.connection().stream()).toList();
	}

	@Override
	public void close() {
		Channel bound = socket;
		if (bound == null || !closed.compareAndSet(false, true) || bound.eventLoop().isShuttingDown()) {
			return;
		}
		Channel tcp = tcpSocket;
		if (tcp != null) {
			tcp.close();
		}
		for (Guest guest : guests.all()) {
			Endings.close(guest.carrier(), CloseCode.DONE);
		}
		// behind the close frames, which the loop sends in order
		bound.eventLoop().execute(bound::close);
		if (!bound.eventLoop().inEventLoop()) {
			bound.closeFuture().awaitUninterruptibly(CLOSE_MILLIS);
			if (tcp != null) {
				tcp.closeFuture().awaitUninterruptibly(CLOSE_MILLIS);
			}
		}
	}

	/** A peer that was admitted here does not admit this node. */
	void heed(Refusal.Code code) {
		self.heed(code);
		if (code == Refusal.Code.PROVISIONAL) {
			keeper.provisionalRefused();
		}
		else if (code == Refusal.Code.CERTIFICATE || code == Refusal.Code.REVOKED) {
			keeper.issuedRefused();
		}
	}

	Self self() {
		return self;
	}

	IdentityKeeper keeper() {
		return keeper;
	}

	PeerJudge judge() {
		return judge;
	}

	Inbound inbound() {
		return inbound;
	}

	Door door() {
		return door;
	}

	Limits limits() {
		return limits;
	}

	Tally tally() {
		return tally;
	}

	Attempts attempts() {
		return attempts;
	}

	Allowances allowances() {
		return allowances;
	}

}
