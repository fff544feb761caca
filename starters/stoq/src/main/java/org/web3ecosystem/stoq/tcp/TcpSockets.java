package org.web3ecosystem.stoq.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSsl;

import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.stoq.carrier.Arrivals;
import org.web3ecosystem.stoq.carrier.Connecting;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.LastHandler;
import org.web3ecosystem.stoq.tls.TcpSession;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/** TCP sockets on an event loop that is somebody else's. */
public final class TcpSockets {

	private static final int BACKLOG = 256;

	private final EventLoopGroup loop;

	private final Limits limits;

	private final Tally tally;

	/**
	 * @param loop of epoll where there is epoll, of NIO elsewhere
	 * @throws IllegalStateException if this machine has no native TLS
	 */
	public TcpSockets(EventLoopGroup loop, Limits limits, Tally tally) {
		if (!OpenSsl.isAvailable()) {
			throw new IllegalStateException("STOQ cannot fall back to TCP: there is no native TLS library for "
					+ System.getProperty("os.name") + " " + System.getProperty("os.arch")
					+ ". Add netty-tcnative-boringssl-static with the classifier of this platform to the class path, "
					+ "or set web3.stoq.tcp-fallback=off", OpenSsl.unavailabilityCause());
		}
		this.loop = loop;
		this.limits = limits;
		this.tally = tally;
	}

	/** Where TCP is for a node whose UDP port this is; empty if there is no such port. */
	public static Optional<InetSocketAddress> beside(InetSocketAddress udp) {
		try {
			return Optional.of(new InetSocketAddress(udp.getAddress(), Endpoints.besideStoq(udp.getPort())));
		}
		catch (IllegalArgumentException last) {
			return Optional.empty();
		}
	}

	/**
	 * A socket that listens.
	 * @param sessions TLS for each new connection
	 */
	public CompletableFuture<Channel> server(InetSocketAddress address, Function<Channel, TcpSession> sessions,
			Arrivals arrivals) {
		CompletableFuture<Channel> bound = new CompletableFuture<>();
		ChannelFuture binding = new ServerBootstrap().group(loop)
			.channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					TcpCarrier carrier = new TcpCarrier(channel, sessions.apply(channel), limits, arrivals).install();
					channel.pipeline().addLast(arrivals.arrived(carrier));
				}

			})
			.bind(address);
		binding.addListener(done -> {
			if (binding.isSuccess()) {
				tally.socketOpened();
				binding.channel().closeFuture().addListener(closed -> tally.socketClosed());
				bound.complete(binding.channel());
			}
			else {
				bound.completeExceptionally(binding.cause());
			}
		});
		return bound;
	}

	/**
	 * Connects.
	 * @param local where from
	 * @param session TLS for this connection
	 * @param prepare is given the channel before anything happens on it
	 * @return the carrier when TLS is established; fails with a
	 * {@link org.web3ecosystem.spi.transport.TransportException}
	 */
	public Connecting connect(InetAddress local, InetSocketAddress address, Function<Channel, TcpSession> session,
			Consumer<Channel> prepare) {
		Connecting result = new Connecting();
		new Bootstrap().group(loop)
			.channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.handshake().toMillis())
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					prepare.accept(channel);
					TcpCarrier carrier = new TcpCarrier(channel, session.apply(channel), limits, null).install();
					channel.pipeline().addLast(LastHandler.INSTANCE);
					carrier.await(result);
				}

			})
			.connect(address, new InetSocketAddress(local, 0))
			.addListener(connected -> {
				if (!connected.isSuccess()) {
					result.made().completeExceptionally(Endings.explain(connected.cause(), address.toString()));
				}
			});
		return result;
	}

}
