package org.web3ecosystem.stoq.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslEngine;

import org.web3ecosystem.stoq.quic.Sockets;

/**
 * The sockets that outgoing connections share: one per address family, since what is
 * bound in one cannot send to the other.
 *
 * @param sockets bound
 */
record Ways(List<Channel> sockets) implements AutoCloseable {

	private static final long CLOSE_MILLIS = 2_000;

	/**
	 * Opens one for each family among these addresses, bound to the first of it.
	 */
	static CompletableFuture<Ways> open(Sockets sockets, List<InetAddress> bind,
			Function<QuicChannel, QuicSslEngine> engines) {
		List<CompletableFuture<Channel>> opening = Stream.of(Inet4Address.class, Inet6Address.class)
			.flatMap(family -> bind.stream().filter(family::isInstance).limit(1))
			.map(local -> sockets.client(new InetSocketAddress(local, 0), engines))
			.toList();
		return CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
			.thenApply(done -> new Ways(opening.stream().map(CompletableFuture::join).toList()))
			.whenComplete((done, failure) -> {
				if (failure != null) {
					opening.forEach(each -> each.thenAccept(Channel::close));
				}
			});
	}

	/** The socket that reaches this address, if there is one. */
	Optional<Channel> to(InetSocketAddress address) {
		return sockets.stream()
			.filter(socket -> reaches(((InetSocketAddress) socket.localAddress()).getAddress(), address.getAddress()))
			.findFirst();
	}

	/** An IPv6 wildcard is both families. */
	private static boolean reaches(InetAddress local, InetAddress remote) {
		return (local instanceof Inet4Address) == (remote instanceof Inet4Address)
				|| (local instanceof Inet6Address && local.isAnyLocalAddress());
	}

	/** Behind the close frames of the connections, which the loop sends in order. */
	@Override
	public void close() {
		for (Channel socket : sockets) {
			socket.eventLoop().execute(socket::close);
			socket.closeFuture().awaitUninterruptibly(CLOSE_MILLIS);
		}
	}

}
