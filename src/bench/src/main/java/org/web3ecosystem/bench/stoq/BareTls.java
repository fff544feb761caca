package org.web3ecosystem.bench.stoq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.web3ecosystem.spi.trust.NodeKey;

/** TLS 1.3 over TCP with nothing above it. */
final class BareTls {

	/** As STOQ has them; the JDK knows only the classic ones. */
	static final String[] GROUPS = { "X25519MLKEM768", "X25519", "P-256" };

	private BareTls() {
	}

	static Answerer answerer(Federation federation, SslProvider provider) throws SSLException {
		EventLoopGroup loop = loop();
		KeyPair keys = Federation.keys();
		SslContext tls = build(SslContextBuilder
			.forServer(keys.getPrivate(), federation.issue(keys.getPublic(), NodeKey.generate().id()))
			.clientAuth(ClientAuth.REQUIRE), federation, provider);
		Channel bound = new ServerBootstrap().group(loop)
			.channel(EpollServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 256)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(pipeline(tls, Answering::new))
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
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

	static Caller caller(Federation federation, SslProvider provider, String address) throws SSLException {
		EventLoopGroup loop = loop();
		KeyPair keys = Federation.keys();
		SslContext tls = build(SslContextBuilder.forClient()
			.keyManager(keys.getPrivate(), federation.issue(keys.getPublic(), NodeKey.generate().id()))
			.endpointIdentificationAlgorithm(""), federation, provider);
		Bootstrap bootstrap = new Bootstrap().group(loop)
			.channel(EpollSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(pipeline(tls, Asking::new))
			.remoteAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address));
		return new BareCaller(loop) {

			@Override
			CompletableFuture<Channel> connect() {
				var connecting = bootstrap.connect();
				return follow(connecting).thenApply(done -> connecting.channel());
			}

			@Override
			CompletableFuture<Channel> another(Channel stream) {
				throw new UnsupportedOperationException("one stream is all that TCP has");
			}

			@Override
			Channel connection(Channel stream) {
				return stream;
			}

		};
	}

	static EventLoopGroup loop() {
		return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("bare", true), EpollIoHandler.newFactory());
	}

	private static SslContext build(SslContextBuilder builder, Federation federation, SslProvider provider)
			throws SSLException {
		builder.sslProvider(provider).protocols("TLSv1.3").trustManager(federation.root());
		if (provider == SslProvider.OPENSSL) {
			builder.option(OpenSslContextOption.GROUPS, GROUPS);
		}
		return builder.build();
	}

	private interface Handlers {

		ChannelHandler make();

	}

	private static ChannelHandler pipeline(SslContext tls, Handlers last) {
		return new ChannelInitializer<Channel>() {

			@Override
			protected void initChannel(Channel channel) {
				// without a host name: nothing to look a session up by
				channel.pipeline().addLast(tls.newHandler(channel.alloc()), last.make());
			}

		};
	}

}
