package org.web3ecosystem.stoq.tls;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.hello.RefusedHelloException;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.KeyExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A client that resumes a session, at a server that accepts tickets as none here does:
 * the TLS of the JDK on both sides, with what this node asks of a certificate.
 */
class FullHandshakeTests {

	private final TestFederation federation = new TestFederation(2);

	private final KeyPair keys = TestFederation.keys();

	private final CertificateChain chain = federation.issue(keys.getPublic(), federation.node(0).id());

	private final SSLContext context = context();

	@Test
	void whoShowsACertificateIsAcceptedAndWhoResumesIsNot() throws Exception {
		SSLEngine full = handshake();
		assertThat(FullHandshake.isBy(full)).isTrue();
		assertThat(Session.accepted(new Established(full), chain).peer()).isEqualTo(chain);

		SSLEngine resumed = handshake();
		// it has the certificate of the first, and proved nothing
		assertThat(Session.peerChain(resumed)).isEqualTo(chain);
		assertThat(resumed.getSession().getCreationTime()).isEqualTo(full.getSession().getCreationTime());
		assertThat(FullHandshake.isBy(resumed)).isFalse();
		assertThatThrownBy(() -> Session.accepted(new Established(resumed), chain))
			.isInstanceOf(RefusedHelloException.class)
			.hasMessageContaining("resumed");
	}

	@Test
	void whereThereIsNoTlsAnyMoreNobodyIsAccepted() {
		assertThat(FullHandshake.isBy(null)).isFalse();
		assertThatThrownBy(() -> Session.accepted(new Established(null), chain))
			.isInstanceOf(RefusedHelloException.class);
	}

	/** The engine of the server, after a handshake and the ticket that follows it. */
	private SSLEngine handshake() throws SSLException {
		SSLEngine client = context.createSSLEngine("server", 1);
		client.setUseClientMode(true);
		SSLEngine server = context.createSSLEngine();
		server.setUseClientMode(false);
		server.setNeedClientAuth(true);
		ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
		ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
		client.beginHandshake();
		server.beginHandshake();
		for (int steps = 0; steps < 100; steps++) {
			step(client, toClient, toServer);
			step(server, toServer, toClient);
		}
		assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
		return server;
	}

	private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
		Runnable task = engine.getDelegatedTask();
		if (task != null) {
			task.run();
		}
		engine.wrap(ByteBuffer.allocate(0), out);
		in.flip();
		engine.unwrap(in, ByteBuffer.allocate(1 << 16));
		in.compact();
	}

	private SSLContext context() {
		try {
			SSLContext made = SSLContext.getInstance("TLSv1.3");
			made.init(new KeyManager[] { new OneKeyManager() }, new TrustManager[] { new StructuralTrust() },
					new SecureRandom());
			return made;
		}
		catch (Exception impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** Shows one key whoever asks. */
	private final class OneKeyManager extends X509ExtendedKeyManager {

		@Override
		public String[] getClientAliases(String type, Principal[] issuers) {
			return new String[] { "one" };
		}

		@Override
		public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
			return "one";
		}

		@Override
		public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
			return "one";
		}

		@Override
		public String[] getServerAliases(String type, Principal[] issuers) {
			return new String[] { "one" };
		}

		@Override
		public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
			return "one";
		}

		@Override
		public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
			return "one";
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return chain.certificates().toArray(X509Certificate[]::new);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return keys.getPrivate();
		}

	}

	/** A connection that has this TLS. */
	private record Established(@Nullable SSLEngine engine) implements Carrier {

		@Override
		public Kind kind() {
			return Kind.TCP;
		}

		@Override
		public Channel channel() {
			return new EmbeddedChannel();
		}

		@Override
		public @Nullable InetSocketAddress remote() {
			return null;
		}

		@Override
		public boolean isActive() {
			return true;
		}

		@Override
		public Optional<SSLEngine> tls() {
			return Optional.ofNullable(engine);
		}

		@Override
		public KeyExchange keyExchange() {
			return KeyExchange.UNKNOWN;
		}

		@Override
		public Optional<byte[]> exporter() {
			return Optional.of(new byte[Exporters.LENGTH]);
		}

		@Override
		public CompletableFuture<Channel> open(boolean autoRead, ChannelHandler... handlers) {
			throw new UnsupportedOperationException("nobody opens a stream here");
		}

		@Override
		public void close(CloseCode code) {
			throw new UnsupportedOperationException("nobody closes it");
		}

		@Override
		public TransportException ending() {
			return new TransportException.Closed("");
		}

	}

}
