package org.web3ecosystem.stoq.pool;

import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * STOQ as kwik sees it, a QUIC and a TLS nobody here wrote. It has no exporter, so it
 * gets as far as a HELLO that is not signed for its session.
 */
class KwikTests {

	static {
		// its loss detector asserts what a loopback with a round trip of 0 ms does not
		// keep
		KwikTests.class.getClassLoader().setPackageAssertionStatus("tech.kwik", false);
	}

	/** RFC 9001 section 4.8: 0x100 + alert. */
	private static final long CERTIFICATE_REQUIRED = 0x100 + 116;

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = TestNode.issued(federation.node(0), federation).listen();

	private final KeyPair keys = TestFederation.keys();

	private final CertificateChain chain = federation.issue(keys.getPublic(), federation.node(1).id());

	private final CompletableFuture<ConnectionTerminatedEvent> ended = new CompletableFuture<>();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void whoShowsACertificateIsHeard() throws Exception {
		QuicClientConnection connection = connect(true);
		try {
			X509Certificate shown = connection.getServerCertificateChain().getFirst();
			shown.verify(federation.root().getPublicKey());
			assertThat(shown.getSubjectAlternativeNames().toString()).contains(server.id().hex());
			QuicStream stream = connection.createStream(true);
			stream.getOutputStream().write(hello());
			stream.getOutputStream().flush();
			assertThat(ended().applicationErrorCode()).isEqualTo(CloseCode.REFUSED.code());
		}
		finally {
			connection.close();
		}
	}

	@Test
	void aFrameOfNoKnownTypeEndsIt() throws Exception {
		QuicClientConnection connection = connect(true);
		try {
			QuicStream stream = connection.createStream(true);
			stream.getOutputStream().write(new byte[] { 0, 0, 0, 1, 1, 0, 0x7f, 0x7f, 0 });
			stream.getOutputStream().flush();
			assertThat(ended().applicationErrorCode()).isEqualTo(CloseCode.UNKNOWN_FRAME.code());
		}
		finally {
			connection.close();
		}
	}

	@Test
	void whoShowsNoneIsNot() throws Exception {
		// the client is done before the server has judged
		QuicClientConnection connection = connect(false);
		try {
			assertThat(ended().transportErrorCode()).isEqualTo(CERTIFICATE_REQUIRED);
		}
		finally {
			connection.close();
		}
	}

	private QuicClientConnection connect(boolean certified) throws Exception {
		QuicClientConnection.Builder builder = QuicClientConnection.newBuilder()
			.uri(URI.create("stoq://127.0.0.1:" + server.address().getPort()))
			.applicationProtocol("stoq/1")
			.connectTimeout(Duration.ofSeconds(20))
			.logger(new NullLogger())
			// it would want the host's name in the certificate; the test looks at the
			// node's
			.noServerCertificateCheck();
		if (certified) {
			builder.clientCertificate(chain.leaf()).clientCertificateKey(keys.getPrivate());
		}
		QuicClientConnection connection = builder.build();
		connection.setConnectionListener(ended::complete);
		connection.connect();
		return connection;
	}

	private ConnectionTerminatedEvent ended() throws Exception {
		ConnectionTerminatedEvent event = ended.get(20, TimeUnit.SECONDS);
		assertThat(event.closedByPeer()).as("the server ended it").isTrue();
		return event;
	}

	private byte[] hello() {
		Node node = federation.node(1);
		Hello hello = new Hello(node.genesis().chainId(), Epoch.GENESIS, node.key().publicKey(),
				Instant.now().truncatedTo(ChronoUnit.MILLIS), node.key().sign("stoq-hello/1", new byte[0]), null);
		ByteBuf frame = Frame.of(FrameType.HELLO, hello.toCbor()).encode(UnpooledByteBufAllocator.DEFAULT);
		try {
			return ByteBufUtil.getBytes(frame);
		}
		finally {
			frame.release();
		}
	}

}
