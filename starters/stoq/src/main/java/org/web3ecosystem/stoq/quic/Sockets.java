package org.web3ecosystem.stoq.quic;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelBootstrap;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionAddress;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;

import org.web3ecosystem.stoq.carrier.Arrivals;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Connecting;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.LastHandler;
import org.web3ecosystem.stoq.carrier.Patience;
import org.web3ecosystem.stoq.carrier.Uninvited;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * One event loop and the datagram sockets on it. Uses epoll with segmentation offload
 * where there is one, NIO elsewhere.
 */
public final class Sockets implements AutoCloseable {

	private static final int SOCKET_BUFFER = 4 << 20;

	private static final int DATAGRAM = 1350;

	/** RFC 9221: how many wait to be sent, and to be read, before one is dropped. */
	private static final int DATAGRAM_QUEUE = 256;

	private static final int RECEIVE_SLOT = 1500;

	private static final int BATCH = 16;

	private static final long CONNECTION_WINDOW = 16L << 20;

	private static final long STREAM_WINDOW = 4L << 20;

	/** Streams come back with a delay after they ended, so twice what is used at once. */
	private static final int STREAM_CREDIT_FACTOR = 2;

	private static final long CLOSE_MILLIS = 2_000;

	private final EventLoopGroup loop;

	private final Limits limits;

	private final Tally tally;

	private Sockets(EventLoopGroup loop, Limits limits, Tally tally) {
		this.loop = loop;
		this.limits = limits;
		this.tally = tally;
	}

	/**
	 * Starts an event loop.
	 * @param name of its thread
	 * @throws IllegalStateException if this machine has no native QUIC
	 */
	public static Sockets open(String name, Limits limits, Tally tally) {
		if (!Quic.isAvailable()) {
			throw new IllegalStateException("STOQ cannot start: there is no native QUIC library for "
					+ System.getProperty("os.name") + " " + System.getProperty("os.arch")
					+ ". Add netty-codec-native-quic with the classifier of this platform to the class path "
					+ "and start Java with --enable-native-access=ALL-UNNAMED", Quic.unavailabilityCause());
		}
		DefaultThreadFactory threads = new DefaultThreadFactory(name, true);
		return new Sockets(new MultiThreadIoEventLoopGroup(1, threads,
				Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()), limits, tally);
	}

	/**
	 * A socket that listens.
	 * @param engines the TLS engine for each new connection
	 * @param exporters the key log of those
	 */
	public CompletableFuture<Channel> server(InetSocketAddress address, Function<QuicChannel, QuicSslEngine> engines,
			Exporters exporters, Arrivals arrivals) {
		QuicServerCodecBuilder codec = tune(new QuicServerCodecBuilder()).sslEngineProvider(engines)
			.initialMaxStreamsBidirectional((long) STREAM_CREDIT_FACTOR * (limits.requests() + limits.streams()) + 1)
			.tokenHandler(new AddressTokens(InstantSource.system(), tally))
			.handler(connections(exporters, arrivals))
			.streamOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.streamOption(ChannelOption.AUTO_READ, false)
			.streamHandler(streams(arrivals));
		if (Epoll.isAvailable()) {
			codec.option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
					EpollQuicUtils.newSegmentedAllocator(BATCH));
		}
		return bind(address, new ShortInitials(tally), new ServerKeyExchanges(), codec.build());
	}

	private static ChannelHandler connections(Exporters exporters, Arrivals arrivals) {
		return new ChannelInitializer<QuicChannel>() {

			@Override
			protected void initChannel(QuicChannel channel) {
				channel.pipeline().addLast(arrivals.arrived(QuicCarrier.on(channel, exporters)));
			}

		};
	}

	private static ChannelHandler streams(Arrivals arrivals) {
		return new ChannelInitializer<QuicStreamChannel>() {

			@Override
			protected void initChannel(QuicStreamChannel stream) {
				stream.pipeline().addLast(new QuicStreamCodec());
				arrivals.stream(Carrier.of(stream.parent()), stream);
			}

		};
	}

	/**
	 * A socket for all outgoing connections.
	 * @param local where to send from
	 */
	public CompletableFuture<Channel> client(InetSocketAddress local, Function<QuicChannel, QuicSslEngine> engines) {
		return bind(local, new ClientKeyExchanges(), new Answers(),
				tune(new QuicClientCodecBuilder()).sslEngineProvider(engines)
					.initialMaxStreamsBidirectional(0)
					.build());
	}

	/** How to connect from a {@link #client} socket. */
	public QuicChannelBootstrap bootstrap(Channel client) {
		QuicChannelBootstrap bootstrap = QuicChannel.newBootstrap(client)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Patience.longest(limits.handshake()).toMillis())
			.streamOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
		return Epoll.isAvailable() ? bootstrap.option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
				EpollQuicUtils.newSegmentedAllocator(BATCH)) : bootstrap;
	}

	/**
	 * Connects.
	 * @param prepared a {@link #bootstrap} with what its TLS engine needs
	 * @param exporters the key log of that engine
	 */
	public Connecting connect(QuicChannelBootstrap prepared, InetSocketAddress address, Exporters exporters) {
		Connecting result = new Connecting();
		QuicConnectionAddress called = QuicConnectionAddress.random();
		prepared.localConnectionAddress(called).handler(new ChannelInitializer<QuicChannel>() {

			@Override
			protected void initChannel(QuicChannel channel) {
				QuicCarrier.on(channel, exporters, called);
				channel.pipeline().addLast(LastHandler.INSTANCE);
				await(channel, called, address, result);
			}

		})
			.streamHandler(new Uninvited())
			.remoteAddress(address)
			.connect()
			.addListener((Future<QuicChannel> connected) -> {
				if (connected.isSuccess()) {
					result.made().complete(connected.getNow().pipeline().get(QuicCarrier.class).established());
				}
				else {
					result.made().completeExceptionally(QuicCarrier.explain(connected.cause(), address.toString()));
				}
			});
		return result;
	}

	/** Ends it when nothing is heard for too long, or nobody wants it any more. */
	private void await(QuicChannel channel, QuicConnectionAddress called, InetSocketAddress address,
			Connecting connecting) {
		Patience patience = Patience.begin(channel.eventLoop(), limits.handshake(), () -> connecting.made()
			.completeExceptionally(Endings.explain(new ConnectTimeoutException("silent"), address.toString())));
		Answers answers = channel.parent().pipeline().get(Answers.class);
		if (answers == null) {
			// the socket closes just now, and what is on it with it
			return;
		}
		answers.await(called, () -> {
			patience.sign();
			connecting.heard().complete(null);
		});
		connecting.made().whenComplete((made, failure) -> {
			patience.end();
			answers.forget(called);
			if (failure != null) {
				channel.close();
			}
		});
	}

	/** The event loop of all of them. */
	public EventLoopGroup loop() {
		return loop;
	}

	/** Runs something now and then on the event loop, as long as that lives. */
	public void every(Duration period, Runnable task) {
		loop.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		loop.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
	}

	private <B extends QuicCodecBuilder<B>> B tune(B codec) {
		return codec.maxIdleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
			.maxSendUdpPayloadSize(DATAGRAM)
			.maxRecvUdpPayloadSize(DATAGRAM)
			.initialMaxData(CONNECTION_WINDOW)
			.initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
			.initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
			.initialMaxStreamsUnidirectional(0)
			.datagram(DATAGRAM_QUEUE, DATAGRAM_QUEUE);
	}

	private CompletableFuture<Channel> bind(InetSocketAddress address, ChannelHandler... handlers) {
		Bootstrap bootstrap = new Bootstrap().group(loop).handler(new ChannelInitializer<DatagramChannel>() {

			@Override
			protected void initChannel(DatagramChannel socket) {
				socket.pipeline().addLast(handlers);
			}

		})
			.option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
			.option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
			.channel(datagrams());
		if (Epoll.isAvailable()) {
			bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_SLOT)
				.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_SLOT * BATCH));
		}
		CompletableFuture<Channel> bound = new CompletableFuture<>();
		ChannelFuture binding = bootstrap.bind(address);
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

	private static Class<? extends DatagramChannel> datagrams() {
		return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
	}

}
