package org.web3ecosystem.stoq.tls;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.wire.KeyExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** TLS over TCP against that of the JDK, in memory. */
class TcpTlsTests {

	private static final int ROOM = 1 << 16;

	private static final int ROUNDS = 100;

	private final TestFederation federation = new TestFederation(1);

	private final KeyPair keys = TestFederation.keys();

	private final OneKey key = new OneKey(keys.getPrivate(),
			federation.issue(keys.getPublic(), federation.node(0).id()).certificates().toArray(X509Certificate[]::new));

	private final ByteBuffer toServer = ByteBuffer.allocate(ROOM);

	private final ByteBuffer toClient = ByteBuffer.allocate(ROOM);

	@ParameterizedTest
	@CsvSource({ "x25519, X25519", "secp256r1, P256", "secp384r1 x25519, X25519" })
	void theSessionTellsTheGroupThatTheJdkAgreedOn(String offered, KeyExchange agreed) throws Exception {
		TcpSession session = new TcpTls(key, Alpn.STOQ_TCP, Alpn.STOQ_TCP).server(UnpooledByteBufAllocator.DEFAULT);
		try (session) {
			SSLEngine server = session.engine();
			SSLEngine client = client(offered.split(" "));
			client.beginHandshake();
			server.beginHandshake();
			for (int round = 0; round < ROUNDS && (isShaking(client) || isShaking(server)); round++) {
				step(client, toClient, toServer);
				step(server, toServer, toClient);
			}
			assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
			assertThat(session.keyExchange()).isEqualTo(agreed);
		}
		finally {
			ReferenceCountUtil.release(session.engine());
		}
	}

	private SSLEngine client(String... groups) throws Exception {
		SSLContext context = SSLContext.getInstance("TLSv1.3");
		context.init(new KeyManager[] { key }, new TrustManager[] { new StructuralTrust() }, new SecureRandom());
		SSLEngine engine = context.createSSLEngine();
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setNamedGroups(groups);
		parameters.setApplicationProtocols(new String[] { Alpn.STOQ_TCP });
		engine.setSSLParameters(parameters);
		return engine;
	}

	private static boolean isShaking(SSLEngine engine) {
		return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
	}

	/** Whatever the engine can do now. */
	private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
		while (true) {
			switch (engine.getHandshakeStatus()) {
				case NEED_TASK -> engine.getDelegatedTask().run();
				case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
				case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
					in.flip();
					int before = in.remaining();
					engine.unwrap(in, ByteBuffer.allocate(ROOM));
					boolean idle = in.remaining() == before;
					in.compact();
					if (idle) {
						return;
					}
				}
				default -> {
					return;
				}
			}
		}
	}

}
