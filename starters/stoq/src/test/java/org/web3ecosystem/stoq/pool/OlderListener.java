package org.web3ecosystem.stoq.pool;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.carrier.Arrivals;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.hello.Role;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.web3ecosystem.stoq.TestNode.get;

/** The federation's first node as of the build before staples: it takes no such HELLO. */
final class OlderListener implements AutoCloseable, Arrivals {

	private static final Features OLDER = new Features(List.of(Features.REUSE, Features.TRACE));

	private final Sockets sockets = Sockets.open("older", Limits.DEFAULT, new Tally());

	private final AtomicInteger greetings = new AtomicInteger();

	private final Node node;

	private final CertificateChain chain;

	private final Channel socket;

	OlderListener(TestFederation federation) {
		node = federation.node(0);
		KeyPair keys = TestFederation.keys();
		chain = federation.issue(keys.getPublic(), node.id());
		Exporters exporters = new Exporters();
		QuicSslContext tls = QuicSslContextBuilder.forServer(keys.getPrivate(), null, chain.leaf())
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.clientAuth(ClientAuth.REQUIRE)
			.applicationProtocols("stoq/1")
			.keylog(exporters)
			.build();
		socket = get(sockets.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				channel -> tls.newEngine(channel.alloc()), exporters, this));
	}

	Peer asPeer() {
		return new Peer(node.id(), List.of((InetSocketAddress) socket.localAddress()));
	}

	/** How often somebody said HELLO. */
	int greetings() {
		return greetings.get();
	}

	@Override
	public ChannelHandler arrived(Carrier carrier) {
		return new ChannelInboundHandlerAdapter();
	}

	@Override
	public Duration patience(InetSocketAddress from) {
		return Limits.DEFAULT.handshake();
	}

	@Override
	public void stream(Carrier carrier, Channel stream) {
		stream.pipeline().addLast(new FrameDecoder(EnumSet.of(FrameType.HELLO)), new ChannelInboundHandlerAdapter() {

			@Override
			public void channelActive(ChannelHandlerContext context) {
				context.channel().config().setAutoRead(true);
			}

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				greetings.incrementAndGet();
				context.writeAndFlush(answer(carrier, ((Frame) message).body()).encode(context.alloc()));
			}

		});
	}

	private Frame answer(Carrier carrier, byte[] body) {
		if (Cbor.decodeStruct(body, 8192).find("staple").isPresent()) {
			return Frame.of(FrameType.HELLO_NACK,
					Cbor.struct(Map.entry("code", Cbor.of("hello")),
							Map.entry("reason", Cbor.of("not a HELLO: unknown entry staple")),
							Map.entry("by", Cbor.of(new byte[0]))));
		}
		Self self = TestNode.self(node,
				new Falcon(node.home(), node.key(), FalconAlgorithm.FALCON_512, new SecureRandom()));
		return Frame.of(FrameType.HELLO_ACK,
				self.hello(Session.of(carrier, chain), Role.SERVER, OLDER, false).toCbor());
	}

	@Override
	public void close() {
		sockets.close();
	}

}
