package org.web3ecosystem.stoq.pool;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import javax.net.ssl.X509TrustManager;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.hello.Role;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.quic.QuicCarrier;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.web3ecosystem.stoq.TestNode.get;

/** Speaks QUIC and says whatever a test wants on it. */
final class RawClient implements AutoCloseable {

	private static final AttributeKey<Witness> WITNESS = AttributeKey.valueOf(RawClient.class, "witness");

	private static final Duration AMPLE = Duration.ofSeconds(10);

	private final Sockets sockets = Sockets.open("raw-client", Limits.DEFAULT, new Tally());

	private final TestFederation federation;

	RawClient(TestFederation federation) {
		this.federation = federation;
	}

	/** A context that trusts anybody and shows a fresh leaf. */
	QuicSslContext tls(String protocol) {
		KeyPair keys = TestFederation.keys();
		return tls(protocol, keys, federation.issue(keys.getPublic(), federation.node(1).id()), new Exporters());
	}

	/** The same that tells whom it was shown a certificate by. */
	QuicSslContext tls(String protocol, X509TrustManager told) {
		KeyPair keys = TestFederation.keys();
		CertificateChain chain = federation.issue(keys.getPublic(), federation.node(1).id());
		return QuicSslContextBuilder.forClient()
			.keyManager(keys.getPrivate(), null, chain.leaf())
			.trustManager(told)
			.applicationProtocols(protocol)
			.build();
	}

	private static QuicSslContext tls(String protocol, KeyPair keys, CertificateChain chain, Exporters exporters) {
		return QuicSslContextBuilder.forClient()
			.keyManager(keys.getPrivate(), null, chain.leaf())
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.applicationProtocols(protocol)
			.keylog(exporters)
			.build();
	}

	/** As who keeps tickets by the name of the server does it. */
	CompletableFuture<QuicChannel> resume(QuicSslContext tls, InetSocketAddress address) {
		return connect(channel -> tls.newEngine(channel.alloc(), "server", 1), new Exporters(), address);
	}

	CompletableFuture<QuicChannel> connect(QuicSslContext tls, InetSocketAddress address) {
		return connect(tls, new Exporters(), address);
	}

	private CompletableFuture<QuicChannel> connect(QuicSslContext tls, Exporters exporters, InetSocketAddress address) {
		return connect(channel -> tls.newEngine(channel.alloc()), exporters, address);
	}

	private CompletableFuture<QuicChannel> connect(Function<QuicChannel, QuicSslEngine> engines, Exporters exporters,
			InetSocketAddress address) {
		Channel socket = sockets.client(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), engines).join();
		CompletableFuture<QuicChannel> result = new CompletableFuture<>();
		sockets.bootstrap(socket).handler(new ChannelInitializer<QuicChannel>() {

			@Override
			protected void initChannel(QuicChannel channel) {
				Witness witness = new Witness();
				channel.attr(WITNESS).set(witness);
				QuicCarrier.on(channel, exporters);
				channel.pipeline().addLast(witness);
			}

		}).remoteAddress(address).connect().addListener(connected -> {
			if (connected.isSuccess()) {
				result.complete((QuicChannel) connected.getNow());
			}
			else {
				result.completeExceptionally(connected.cause());
			}
		});
		return result;
	}

	/** Connects and says this on the first stream. */
	CompletableFuture<QuicChannel> say(InetSocketAddress address, ByteBuf bytes) {
		return connect(tls("stoq/1"), address).thenApply(channel -> {
			write(channel, bytes);
			return channel;
		});
	}

	/**
	 * Connects as the federation's second node and says its HELLO, then whatever else.
	 */
	Greeting greet(InetSocketAddress address, ByteBuf... more) {
		return greet(address, UnaryOperator.identity(), more);
	}

	/** The same with a HELLO that is not quite what it was. */
	Greeting greet(InetSocketAddress address, UnaryOperator<Hello> change, ByteBuf... more) {
		KeyPair keys = TestFederation.keys();
		CertificateChain chain = federation.issue(keys.getPublic(), federation.node(1).id());
		Exporters exporters = new Exporters();
		QuicChannel channel = get(connect(tls("stoq/1", keys, chain, exporters), exporters, address));
		Node node = federation.node(1);
		Self self = TestNode.self(node,
				new Falcon(node.home(), node.key(), FalconAlgorithm.FALCON_512, new SecureRandom()));
		Hello hello = change.apply(self.hello(Session.of(Carrier.of(channel), chain), Role.CLIENT));
		ByteBuf bytes = Frame.of(FrameType.HELLO, hello.toCbor()).encode(channel.alloc());
		for (ByteBuf next : more) {
			bytes.writeBytes(next);
		}
		Answer answer = new Answer();
		return new Greeting(channel, get(write(channel, bytes, answer)), answer.type, answer.length);
	}

	/**
	 * A connection on which HELLO was said.
	 *
	 * @param control where it was
	 * @param answer the type of the frame that came back
	 * @param length of its body
	 */
	record Greeting(QuicChannel channel, QuicStreamChannel control, CompletableFuture<Integer> answer,
			CompletableFuture<Integer> length) {
	}

	/** Opens a stream and says this on it. */
	static CompletableFuture<QuicStreamChannel> write(QuicChannel channel, ByteBuf bytes) {
		return write(channel, bytes, new ChannelInboundHandlerAdapter());
	}

	static CompletableFuture<QuicStreamChannel> write(QuicChannel channel, ByteBuf bytes, ChannelHandler handler) {
		CompletableFuture<QuicStreamChannel> opened = new CompletableFuture<>();
		channel.createStream(QuicStreamType.BIDIRECTIONAL, handler).addListener((Future<QuicStreamChannel> created) -> {
			if (created.isSuccess()) {
				created.getNow().writeAndFlush(bytes);
				opened.complete(created.getNow());
			}
			else {
				opened.completeExceptionally(created.cause());
			}
		});
		return opened;
	}

	/** A frame with a body of one byte. */
	static ByteBuf header(int version, int type) {
		return Unpooled.directBuffer().writeInt(1).writeByte(version).writeByte(0).writeShort(type).writeByte(0);
	}

	/** How the server ended a connection on which HELLO was said. */
	static QuicConnectionCloseEvent closed(Greeting greeting) {
		return closing(CompletableFuture.completedFuture(greeting.channel()));
	}

	/** How the server ended the connection. */
	static QuicConnectionCloseEvent closing(CompletableFuture<QuicChannel> connecting) {
		return get(closing(connecting, AMPLE));
	}

	static CompletableFuture<QuicConnectionCloseEvent> closing(CompletableFuture<QuicChannel> connecting,
			Duration patience) {
		return connecting.thenCompose(channel -> channel.attr(WITNESS).get().seen)
			.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
			.handle((event, failure) -> (failure == null) ? CompletableFuture.completedFuture(event)
					: CompletableFuture.<QuicConnectionCloseEvent>failedFuture(failure))
			.join();
	}

	@Override
	public void close() {
		sockets.close();
	}

	/** Keeps the type of the first frame that comes. */
	static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {

		final CompletableFuture<Integer> type = new CompletableFuture<>();

		final CompletableFuture<Integer> length = new CompletableFuture<>();

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
			if (!type.isDone()) {
				length.complete(bytes.getInt(bytes.readerIndex()));
				type.complete(bytes.getUnsignedShort(bytes.readerIndex() + 6));
			}
		}

	}

	/** Keeps how the server ended the connection. */
	private static final class Witness extends ChannelInboundHandlerAdapter {

		private final CompletableFuture<QuicConnectionCloseEvent> seen = new CompletableFuture<>();

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof QuicConnectionCloseEvent close) {
				seen.complete(close);
			}
		}

	}

}
