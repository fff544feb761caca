package org.web3ecosystem.stoq.pool;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.LogLines;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.RefusalLog;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;
import static org.web3ecosystem.stoq.pool.RawClient.closing;

/** Guests who do not play by the rules, and that others do not notice. */
class RefusalTests {

	private static final Duration AMPLE = Duration.ofSeconds(10);

	/** RFC 9001 section 4.8: 0x100 + alert. */
	private static final int CERTIFICATE_REQUIRED = 0x100 + 116;

	private static final int NO_APPLICATION_PROTOCOL = 0x100 + 120;

	private final TestFederation federation = new TestFederation(2);

	private final LogLines log = new LogLines(RefusalLog.class);

	private final TestNode server = TestNode.provisional(federation.node(0)).listen();

	private final RawClient client = new RawClient(federation);

	@AfterEach
	void close() {
		client.close();
		server.close();
		log.close();
	}

	@Test
	void refusesAGuestWithoutCertificate() {
		QuicSslContext tls = QuicSslContextBuilder.forClient()
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.applicationProtocols("stoq/1")
			.build();
		assertThat(closing(connect(tls)).error()).isEqualTo(CERTIFICATE_REQUIRED);
		waitFor(() -> server.tally.refusals(Tally.Refusal.TLS) == 1);
		assertThat(log.lines()).singleElement()
			.asString()
			.startsWith("INFO refused address=/127.0.0.1:")
			.contains(" cause=tls why=TLS: ");
		othersDoNotNotice();
	}

	@Test
	void refusesAnotherProtocol() {
		CompletableFuture<QuicConnectionCloseEvent> closing = closing(connect(client.tls("h3")), AMPLE);
		assertThat(closing)
			.matches(event -> event.isCompletedExceptionally() || event.join().error() == NO_APPLICATION_PROTOCOL);
		othersDoNotNotice();
	}

	@Test
	void refusesAFrameThatClaimsToBeLongerThanItsTypeAllows() {
		ByteBuf claim = Unpooled.directBuffer().writeInt(Integer.MAX_VALUE).writeByte(1).writeByte(0).writeShort(1);
		assertThat(closing(say(claim)).error()).isEqualTo(CloseCode.FRAME_TOO_LARGE.code());
		assertThat(server.tally.refusals(Tally.Refusal.FRAME)).isEqualTo(1);
		assertThat(log.lines()).singleElement()
			.asString()
			.startsWith("INFO refused address=/127.0.0.1:")
			.endsWith(" cause=frame code=4 why=HELLO of 2147483647 bytes");
		othersDoNotNotice();
	}

	@Test
	void refusesUnknownVersionsAndTypes() {
		assertThat(closing(say(RawClient.header(9, 1))).error()).isEqualTo(CloseCode.BAD_FRAME.code());
		assertThat(closing(say(RawClient.header(1, 999))).error()).isEqualTo(CloseCode.UNKNOWN_FRAME.code());
		othersDoNotNotice();
	}

	@Test
	void hearsNothingButHelloFirst() {
		assertThat(closing(say(RawClient.header(1, 16))).error()).isEqualTo(CloseCode.UNEXPECTED_FRAME.code());
		othersDoNotNotice();
	}

	@Test
	void hearsNoSecondStreamBeforeHello() {
		QuicChannel channel = get(connect(client.tls("stoq/1")));
		RawClient.write(channel, Unpooled.directBuffer().writeInt(100));
		RawClient.write(channel, Unpooled.directBuffer().writeInt(100));
		assertThat(closing(CompletableFuture.completedFuture(channel)).error())
			.isEqualTo(CloseCode.UNEXPECTED_FRAME.code());
	}

	@Test
	void waitsForHelloOnlySoLong() {
		server.close();
		Limits impatient = new Limits(8, 8, 8, AMPLE, Duration.ofMillis(200), AMPLE, AMPLE, AMPLE, 1);
		try (TestNode quick = new TestNode(federation.node(0), new TestSeat(TestNode.selfSigned(federation.node(0))),
				impatient, Optional.empty())
			.start()
			.listen()) {
			assertThat(closing(client.connect(client.tls("stoq/1"), quick.address())).error())
				.isEqualTo(CloseCode.HELLO_TIMEOUT.code());
		}
	}

	@Test
	void refusesAHelloThatWasSignedForSomethingElse() {
		TestFederation other = new TestFederation(2);
		try (TestNode foreigner = TestNode.provisional(other.node(1))) {
			assertThatThrownBy(() -> get(foreigner.transport.connect(server.asPeer(), AMPLE)))
				.isInstanceOf(TransportException.RefusedIdentity.class);
			assertThat(server.tally.refusals(Tally.Refusal.HELLO)).isEqualTo(1);
		}
	}

	@Test
	void refusesACertificateThatNobodyHereCanJudge() {
		TestNode outsider = new TestNode(federation.outsider(), new TestSeat(federation.issuer()), Limits.DEFAULT,
				Optional.empty());
		try (outsider) {
			KeyPair keys = TestFederation.keys();
			outsider.start();
			CertificateChain issued = federation.issue(keys.getPublic(), outsider.id());
			outsider.keeper.publish(keys, issued);
			assertThatThrownBy(() -> get(outsider.transport.connect(server.asPeer(), AMPLE)))
				.isInstanceOf(TransportException.RefusedIdentity.class);
		}
	}

	@Test
	void aHundredConnectionsMadeFailedAndClosedLeaveNothingOpen() {
		for (int i = 0; i < 100; i++) {
			try (TestNode client = TestNode.provisional(federation.node(1))) {
				get(client.transport.connect(server.asPeer(), AMPLE)).close();
			}
		}
		waitFor(() -> server.tally.liveConnections() == 0);
		assertThat(server.tally.openSockets()).isEqualTo(3);
		assertThat(server.tally.handshakes()).isEqualTo(100);
	}

	@Test
	void failedConnectionsLeaveNothingOpen() {
		try (TestNode client = TestNode.issued(federation.node(1), federation)) {
			for (int i = 0; i < 20; i++) {
				assertThatThrownBy(() -> get(client.transport.connect(server.asPeer(), AMPLE)))
					.isInstanceOf(TransportException.RefusedIdentity.class);
			}
			assertThat(client.tally.openSockets()).isEqualTo(1);
			waitFor(() -> client.tally.liveConnections() == 0 && server.tally.liveConnections() == 0);
		}
	}

	private void othersDoNotNotice() {
		try (TestNode client = TestNode.provisional(federation.node(1))) {
			assertThat(get(get(client.transport.connect(server.asPeer(), AMPLE)).request("test.echo", new byte[] { 7 },
					AMPLE)))
				.containsExactly(7);
		}
	}

	private CompletableFuture<QuicChannel> say(ByteBuf bytes) {
		return client.say(server.address(), bytes);
	}

	private CompletableFuture<QuicChannel> connect(QuicSslContext tls) {
		return client.connect(tls, server.address());
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

}
