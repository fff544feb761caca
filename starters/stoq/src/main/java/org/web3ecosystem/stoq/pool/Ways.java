package org.web3ecosystem.stoq.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslEngine;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Connecting;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.tcp.TcpSockets;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.tls.Generation;

/**
 * The ways out. The sockets that outgoing connections over QUIC share: one per address
 * family, since what is bound in one cannot send to the other. Those over TCP have one
 * each, from the same addresses.
 *
 * @param sockets makes them
 * @param bound shared
 * @param tcp makes the others; null if TCP is not used
 */
record Ways(Sockets sockets, List<Channel> bound, @Nullable TcpSockets tcp) implements AutoCloseable {

	private static final long CLOSE_MILLIS = 2_000;

	/**
	 * Opens one for each family among these addresses, bound to the first of it.
	 */
	static CompletableFuture<Ways> open(Sockets sockets, @Nullable TcpSockets tcp, List<InetAddress> bind) {
		List<CompletableFuture<Channel>> opening = Stream.of(Inet4Address.class, Inet6Address.class)
			.flatMap(family -> bind.stream().filter(family::isInstance).limit(1))
			.map(local -> sockets.client(new InetSocketAddress(local, 0), Ways::engine))
			.toList();
		return CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
			.thenApply(done -> new Ways(sockets, opening.stream().map(CompletableFuture::join).toList(), tcp))
			.whenComplete((done, failure) -> {
				if (failure != null) {
					opening.forEach(each -> each.thenAccept(Channel::close));
				}
			});
	}

	private static QuicSslEngine engine(QuicChannel channel) {
		return channel.attr(Attributes.GENERATION).get().client().newEngine(channel.alloc());
	}

	/**
	 * Connects over QUIC; fails with a {@link TransportException}.
	 */
	Connecting quic(InetSocketAddress address, Generation generation, Exporters exporters) {
		return to(address)
			.map(way -> sockets.connect(sockets.bootstrap(way).attr(Attributes.GENERATION, generation), address,
					exporters))
			.orElseGet(() -> noWay(address));
	}

	/**
	 * Connects over TCP; fails with a {@link TransportException}.
	 * @param address of UDP
	 */
	Connecting tcp(InetSocketAddress address, Generation generation) {
		TcpSockets made = tcp;
		Optional<Channel> way = to(address);
		Optional<InetSocketAddress> beside = TcpSockets.beside(address);
		if (made == null || way.isEmpty() || beside.isEmpty()) {
			return noWay(address);
		}
		return made.connect(local(way.get()), beside.get(), channel -> generation.tcp().client(channel.alloc()),
				channel -> channel.attr(Attributes.GENERATION).set(generation));
	}

	private static Connecting noWay(InetSocketAddress address) {
		return Connecting
			.failed(new TransportException.Unreachable("this node listens at no address of the kind of " + address,
					new NoRouteToHostException(address.toString())));
	}

	/** For what has to wait. */
	ScheduledExecutorService timer() {
		return sockets.loop();
	}

	/** The socket that reaches this address, if there is one. */
	private Optional<Channel> to(InetSocketAddress address) {
		return bound.stream().filter(socket -> reaches(local(socket), address.getAddress())).findFirst();
	}

	private static InetAddress local(Channel socket) {
		return ((InetSocketAddress) socket.localAddress()).getAddress();
	}

	/** An IPv6 wildcard is both families. */
	private static boolean reaches(InetAddress local, InetAddress remote) {
		return (local instanceof Inet4Address) == (remote instanceof Inet4Address)
				|| (local instanceof Inet6Address && local.isAnyLocalAddress());
	}

	/** Behind the close frames of the connections, which the loop sends in order. */
	@Override
	public void close() {
		for (Channel socket : bound) {
			socket.eventLoop().execute(socket::close);
			socket.closeFuture().awaitUninterruptibly(CLOSE_MILLIS);
		}
	}

}
