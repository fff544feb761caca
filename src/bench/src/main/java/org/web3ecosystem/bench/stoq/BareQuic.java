package org.web3ecosystem.bench.stoq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.quic.BoringSSLContextOption;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.ClientAuth;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Netty's QUIC codec with nothing above it, tuned as STOQ tunes it, but for the Retry
 * tokens, which it does without.
 */
final class BareQuic {

	private static final String PROTOCOL = "bare";

	private static final int SOCKET_BUFFER = 4 << 20;

	private static final int DATAGRAM = 1350;

	private static final int RECEIVE_SLOT = 1500;

	private static final int BATCH = 16;

	private static final long CONNECTION_WINDOW = 16L << 20;

	private static final long STREAM_WINDOW = 4L << 20;

	private static final long IDLE_MINUTES = 10;

	private static final int STREAMS = 512;

	private BareQuic() {
	}

	static Answerer answerer(Federation federation) {
		EventLoopGroup loop = BareTls.loop();
		KeyPair keys = Federation.keys();
		QuicSslContext tls = build(QuicSslContextBuilder
			.forServer(keys.getPrivate(), null, federation.issue(keys.getPublic(), NodeKey.generate().id()))
			.clientAuth(ClientAuth.REQUIRE), federation);
		Channel bound = bind(loop, tune(new QuicServerCodecBuilder())
			.sslEngineProvider(channel -> tls.newEngine(channel.alloc()))
			.initialMaxStreamsBidirectional(STREAMS)
			.option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, EpollQuicUtils.newSegmentedAllocator(BATCH))
			.handler(nothing())
			.streamHandler(new ChannelInitializer<QuicStreamChannel>() {

				@Override
				protected void initChannel(QuicStreamChannel stream) {
					stream.pipeline().addLast(new Answering());
				}

			})
			.build());
		return new Answerer() {

			@Override
			public String address() {
				return Integer.toString(((InetSocketAddress) bound.localAddress()).getPort());
			}

			@Override
			public void close() {
				loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
			}

		};
	}

	static Caller caller(Federation federation, String address) {
		EventLoopGroup loop = BareTls.loop();
		KeyPair keys = Federation.keys();
		QuicSslContext tls = build(QuicSslContextBuilder.forClient()
			.keyManager(keys.getPrivate(), null, federation.issue(keys.getPublic(), NodeKey.generate().id()))
			.endpointIdentificationAlgorithm(""), federation);
		Channel socket = bind(loop,
				tune(new QuicClientCodecBuilder()).sslEngineProvider(channel -> tls.newEngine(channel.alloc()))
					.build());
		InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address));
		return new BareCaller(loop) {

			@Override
			CompletableFuture<Channel> connect() {
				return follow(QuicChannel.newBootstrap(socket)
					.option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
							EpollQuicUtils.newSegmentedAllocator(BATCH))
					.handler(nothing())
					.streamHandler(nothing())
					.remoteAddress(server)
					.connect()).thenCompose(BareQuic::stream);
			}

			@Override
			CompletableFuture<Channel> another(Channel stream) {
				return stream(((QuicStreamChannel) stream).parent());
			}

			@Override
			Channel connection(Channel stream) {
				return stream.parent();
			}

		};
	}

	private static CompletableFuture<Channel> stream(QuicChannel connection) {
		return BareCaller.follow(connection.createStream(QuicStreamType.BIDIRECTIONAL, new Asking()))
			.thenApply(stream -> stream);
	}

	private static ChannelHandler nothing() {
		return new ChannelInboundHandlerAdapter() {

			@Override
			public boolean isSharable() {
				return true;
			}

		};
	}

	private static QuicSslContext build(QuicSslContextBuilder builder, Federation federation) {
		return builder.trustManager(federation.root())
			.applicationProtocols(PROTOCOL)
			.earlyData(false)
			.option(BoringSSLContextOption.GROUPS, BareTls.GROUPS)
			.build();
	}

	private static <B extends QuicCodecBuilder<B>> B tune(B codec) {
		return codec.maxIdleTimeout(IDLE_MINUTES, TimeUnit.MINUTES)
			.maxSendUdpPayloadSize(DATAGRAM)
			.maxRecvUdpPayloadSize(DATAGRAM)
			.initialMaxData(CONNECTION_WINDOW)
			.initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
			.initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW);
	}

	private static Channel bind(EventLoopGroup loop, ChannelHandler codec) {
		return new Bootstrap().group(loop)
			.channel(EpollDatagramChannel.class)
			.option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
			.option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
			.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_SLOT)
			.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_SLOT * BATCH))
			.handler(codec)
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
	}

}
