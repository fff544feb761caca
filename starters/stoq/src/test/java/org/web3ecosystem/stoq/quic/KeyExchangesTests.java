package org.web3ecosystem.stoq.quic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.quic.BoringSSLContextOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.carrier.Arrivals;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.wire.KeyExchange;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** What both ends of real connections see of their key exchange. */
class KeyExchangesTests {

	private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private final Sockets sockets = Sockets.open("key-exchanges", Limits.DEFAULT, new Tally());

	private final TestFederation federation = new TestFederation(1);

	private final CompletableFuture<Carrier> arrived = new CompletableFuture<>();

	@AfterEach
	void close() {
		sockets.close();
	}

	/** In the second half the server has to ask for another key share first. */
	@ParameterizedTest
	@CsvSource({ "X25519MLKEM768 X25519 P-256, X25519MLKEM768 X25519 P-256, X25519MLKEM768",
			"X25519MLKEM768, X25519MLKEM768, X25519MLKEM768", "X25519MLKEM768 X25519 P-256, X25519, X25519",
			"X25519 P-256, X25519MLKEM768 X25519 P-256, X25519", "P-256, X25519MLKEM768 X25519 P-256, P-256",
			"X25519MLKEM768 X25519 P-256, P-256, P-256", "X25519 X25519MLKEM768, X25519MLKEM768, X25519MLKEM768" })
	void bothSeeTheGroup(String offered, String accepted, String agreed) {
		Carrier dialled = connect(offered.split(" "), accepted.split(" "));
		assertThat(dialled.keyExchange()).isEqualTo(KeyExchange.of(agreed));
		assertThat(get(arrived).keyExchange()).isEqualTo(KeyExchange.of(agreed));
	}

	@Test
	void aGroupThatIsNotOfferedByNodesIsUnknownAndHarmsNothing() {
		Carrier dialled = connect(new String[] { "P-384" }, new String[] { "P-384" });
		assertThat(dialled.keyExchange()).isEqualTo(KeyExchange.UNKNOWN);
		assertThat(get(arrived).keyExchange()).isEqualTo(KeyExchange.UNKNOWN);
		assertThat(dialled.isActive()).isTrue();
	}

	@Test
	void whatPassesIsNotChanged() {
		EmbeddedChannel channel = new EmbeddedChannel(new ClientKeyExchanges());
		DatagramPacket packet = datagram(InitialKeysTests.PACKET);
		channel.writeOutbound(packet);
		channel.writeInbound(packet.retain(), "no datagram");
		assertThat(channel.<Object>readOutbound()).isSameAs(packet);
		assertThat(channel.<Object>readInbound()).isSameAs(packet);
		assertThat(channel.<Object>readInbound()).isEqualTo("no datagram");
		assertThat(packet.content()).isEqualTo(Unpooled.wrappedBuffer(InitialKeysTests.PACKET));
		assertThat(packet.refCnt()).isEqualTo(2);
		packet.release(2);
	}

	@Test
	void whoBeganLongAgoIsForgotten() {
		ServerKeyExchanges reader = new ServerKeyExchanges();
		EmbeddedChannel channel = new EmbeddedChannel(reader);
		for (int i = 0; i < 2_000; i++) {
			byte[] packet = InitialKeysTests.PACKET.clone();
			packet[7] = (byte) (i >> 8);
			packet[8] = (byte) i;
			channel.writeOutbound(datagram(packet));
		}
		assertThat(reader.size()).isEqualTo(512);
		channel.finishAndReleaseAll();
	}

	private static DatagramPacket datagram(byte[] content) {
		return new DatagramPacket(Unpooled.wrappedBuffer(content), ANY_PORT);
	}

	private Carrier connect(String[] offered, String[] accepted) {
		Exporters exporters = new Exporters();
		KeyPair keys = TestFederation.keys();
		CertificateChain chain = federation.issue(keys.getPublic(), federation.node(0).id());
		Channel server = get(sockets.server(ANY_PORT,
				engines(QuicSslContextBuilder.forServer(keys.getPrivate(), null, chain.leaf()), accepted), exporters,
				new Arrivals() {

					@Override
					public ChannelHandler arrived(Carrier carrier) {
						return new ChannelInboundHandlerAdapter() {

							@Override
							public void channelActive(ChannelHandlerContext context) {
								arrived.complete(carrier);
							}

						};
					}

					@Override
					public Duration patience(InetSocketAddress from) {
						return Limits.DEFAULT.handshake();
					}

					@Override
					public void stream(Carrier carrier, Channel stream) {
						stream.close();
					}

				}));
		Channel client = get(sockets.client(ANY_PORT, engines(QuicSslContextBuilder.forClient(), offered)));
		return get(sockets.connect(sockets.bootstrap(client), (InetSocketAddress) server.localAddress(), exporters)
			.made());
	}

	private static Function<QuicChannel, QuicSslEngine> engines(QuicSslContextBuilder builder, String... groups) {
		QuicSslContext context = builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.option(BoringSSLContextOption.GROUPS, groups)
			.applicationProtocols("test/1")
			.build();
		return channel -> context.newEngine(channel.alloc());
	}

}
