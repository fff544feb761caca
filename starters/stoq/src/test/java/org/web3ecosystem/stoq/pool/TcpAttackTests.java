package org.web3ecosystem.stoq.pool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.stoq.LogLines;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Strangers at the TCP port, made with the TLS of the JDK and by hand. */
class TcpAttackTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(400);

	private static final Limits IMPATIENT = new Limits(64, 8, 8, SHORT, SHORT, AMPLE, AMPLE, AMPLE, 1);

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes();

	/** SETTINGS without a setting. */
	private static final byte[] SETTINGS = { 0, 0, 0, 4, 0, 0, 0, 0, 0 };

	private static final byte[] PING = { 0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 };

	private static final byte GOAWAY = 7;

	private final TestFederation federation = new TestFederation(3);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : opened.reversed()) {
			each.close();
		}
	}

	@Test
	void whoShowsNoCertificateIsRefused() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		SSLSocket socket = tls(server, "stoq-tcp/1");
		socket.startHandshake();
		// TLS 1.3 tells the client after the client is done
		assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SSLException.class)
			.hasMessageContaining("certificate_required");
		waitFor(() -> server.tally.refusals(Tally.Refusal.TLS) == 1);
		assertEchoes(server);
	}

	@Test
	void whoSpeaksAnotherProtocolIsRefused() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		SSLSocket socket = tls(server, "h2", key());
		socket.startHandshake();
		assertEnds(socket);
		waitFor(() -> server.tally.refusals(Tally.Refusal.TLS) == 1);
		assertEchoes(server);
	}

	@Test
	void noTicketIsGivenSoNoSessionCanBeResumed() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		SSLContext context = SSLContext.getInstance("TLSv1.3");
		context.init(new KeyManager[] { key() }, trustingAll(), new SecureRandom());
		for (int i = 0; i < 3; i++) {
			SSLSocket socket = tls(context, server, "stoq-tcp/1");
			socket.startHandshake();
			socket.getOutputStream().write(PREFACE);
			socket.getOutputStream().write(SETTINGS);
			// a ticket would be read before this
			assertThat(socket.getInputStream().readNBytes(9)).hasSize(9);
			socket.close();
		}
		// the JDK remembers one for each handshake, and one more for each ticket
		assertThat(Collections.list(context.getClientSessionContext().getIds())).hasSize(3);
	}

	@Test
	void whoSaysNothingAfterTcpOrAfterTlsIsPutOut() throws Exception {
		TestNode server = server(IMPATIENT);
		Socket silent = tcp(server);
		SSLSocket mute = tls(server, "stoq-tcp/1", key());
		mute.startHandshake();
		assertEnds(silent);
		assertThat(closeCode(mute)).isEqualTo(0x53540000 | 5);
		waitFor(() -> server.tally.liveConnections() == 0);
		assertEchoes(server);
	}

	@Test
	void whatIsNotTlsOrNotHttp2Ends() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		Socket plain = tcp(server);
		plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
		assertEnds(plain);
		SSLSocket garbage = tls(server, "stoq-tcp/1", key());
		garbage.startHandshake();
		garbage.getOutputStream().write(new byte[64]);
		assertEnds(garbage);
		waitFor(() -> server.tally.refusals(Tally.Refusal.HTTP2) == 1);
		waitFor(() -> server.tally.liveConnections() == 0);
		assertEchoes(server);
	}

	@Test
	void whatBreaksHttp2IsCountedByItsCause() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		// DATA on a stream that nobody opened; a frame longer than was agreed on
		for (byte[] broken : new byte[][] { { 0, 0, 1, 0, 0, 0, 0, 0, 9, 7 }, { 2, 0, 0, 0, 0, 0, 0, 0, 1 } }) {
			long before = server.tally.refusals(Tally.Refusal.HTTP2);
			SSLSocket socket = speaking(server);
			socket.getOutputStream().write(broken);
			assertEnds(socket);
			waitFor(() -> server.tally.refusals(Tally.Refusal.HTTP2) == before + 1);
		}
		SSLSocket idle = speaking(server);
		idle.getOutputStream().write(connect(1));
		byte[] nothing = { 0, 0, 0, 0, 0, 0, 0, 0, 1 };
		for (int i = 0; i < 8; i++) {
			idle.getOutputStream().write(nothing);
		}
		assertEnds(idle);
		waitFor(() -> server.tally.refusals(Tally.Refusal.RATE) == 1);
		assertEchoes(server);
	}

	private SSLSocket speaking(TestNode server) throws Exception {
		SSLSocket socket = tls(server, "stoq-tcp/1", key());
		socket.startHandshake();
		socket.getOutputStream().write(PREFACE);
		socket.getOutputStream().write(SETTINGS);
		return socket;
	}

	@Test
	void aFloodOfStrangersHasRoomForSoManyAndDisturbsNoPeer() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		TestNode client = TestNode.issued(federation.node(1), federation);
		opened.add(client);
		Connection peer = get(client.transport.connect(server.asPeer(), AMPLE));
		List<Socket> flood = new ArrayList<>();
		for (int i = 0; i < Guests.STRANGERS * 2; i++) {
			flood.add(tcp(server));
		}
		waitFor(() -> server.tally.refusals(Tally.Refusal.LIMIT) >= Guests.STRANGERS);
		waitFor(() -> server.tally.liveConnections() <= Guests.STRANGERS + 1);
		assertThat(get(peer.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
		assertEnds(flood.getFirst());
	}

	@Test
	void aStreamBeforeHelloIsRefused() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		SSLSocket socket = tls(server, "stoq-tcp/1", key());
		socket.startHandshake();
		socket.getOutputStream().write(PREFACE);
		socket.getOutputStream().write(SETTINGS);
		socket.getOutputStream().write(connect(1));
		socket.getOutputStream().write(connect(3));
		assertThat(closeCode(socket)).isEqualTo(0x53540000 | 3);
		waitFor(() -> server.tally.refusals(Tally.Refusal.HELLO) == 1);
		assertEchoes(server);
	}

	/** Nothing that only keeps the other side busy is heard from a stranger. */
	@Test
	void whatCarriesNothingIsRefusedAtOnceBeforeHello() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		int refused = 0;
		for (byte[] frame : new byte[][] { PING, SETTINGS }) {
			SSLSocket socket = speaking(server);
			socket.getOutputStream().write(frame);
			assertThat(closeCode(socket)).isEqualTo(0x53540000 | 3);
			int expected = ++refused;
			waitFor(() -> server.tally.liveConnections() == 0
					&& server.tally.refusals(Tally.Refusal.HELLO) == expected);
		}
		assertEchoes(server);
	}

	@Test
	void aFloodOfPingsIsOneRefusalAndNoTraceInTheLog() throws Exception {
		TestNode server = server(Limits.DEFAULT);
		try (LogLines log = new LogLines("io.netty")) {
			SSLSocket socket = speaking(server);
			byte[] many = new byte[1000 * PING.length];
			for (int i = 0; i < many.length; i++) {
				many[i] = PING[i % PING.length];
			}
			assertThatThrownBy(() -> {
				// and reads nothing
				for (int i = 0; i < 10_000; i++) {
					socket.getOutputStream().write(many);
				}
			}).isInstanceOf(IOException.class);
			waitFor(() -> server.tally.liveConnections() == 0 && server.tally.refusals(Tally.Refusal.HELLO) == 1);
			assertThat(log.lines()).noneMatch(line -> line.matches("(INFO|WARN|ERROR) .*"));
		}
		assertEchoes(server);
	}

	/** HEADERS of a CONNECT (RFC 9113 section 8.5), literal fields of RFC 7541. */
	private static byte[] connect(int stream) {
		// :method (static index 2) = CONNECT, :authority (static index 1) = stoq
		byte[] fields = { 0x02, 7, 'C', 'O', 'N', 'N', 'E', 'C', 'T', 0x01, 4, 's', 't', 'o', 'q' };
		byte[] frame = new byte[9 + fields.length];
		frame[2] = (byte) fields.length;
		frame[3] = 1;
		frame[4] = 4;
		frame[8] = (byte) stream;
		System.arraycopy(fields, 0, frame, 9, fields.length);
		return frame;
	}

	/** The error code of the first GOAWAY. */
	private static int closeCode(SSLSocket socket) throws IOException {
		socket.setSoTimeout((int) AMPLE.toMillis());
		while (true) {
			byte[] header = socket.getInputStream().readNBytes(9);
			assertThat(header).as("the end without GOAWAY").hasSize(9);
			int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
			byte[] body = socket.getInputStream().readNBytes(length);
			if (header[3] == GOAWAY) {
				return ByteBuffer.wrap(Arrays.copyOfRange(body, 4, 8)).getInt();
			}
		}
	}

	private static void assertEnds(Socket socket) throws IOException {
		socket.setSoTimeout((int) AMPLE.toMillis());
		try {
			while (socket.getInputStream().read() >= 0) {
				// what comes before the end is of no interest
			}
		}
		catch (SocketTimeoutException open) {
			throw new AssertionError("still open", open);
		}
		catch (IOException reset) {
			// an end as well
		}
	}

	private OneKeyManager key() {
		KeyPair keys = TestFederation.keys();
		return new OneKeyManager(keys, federation.issue(keys.getPublic(), federation.node(1).id()).leaf());
	}

	private static TrustManager[] trustingAll() {
		return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
	}

	private SSLSocket tls(TestNode server, String protocol, KeyManager... keys) throws Exception {
		SSLContext context = SSLContext.getInstance("TLSv1.3");
		context.init(keys, trustingAll(), new SecureRandom());
		return tls(context, server, protocol);
	}

	private SSLSocket tls(SSLContext context, TestNode server, String protocol) throws Exception {
		InetSocketAddress at = server.address();
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort() + 1);
		opened.add(socket);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		socket.setSSLParameters(parameters);
		return socket;
	}

	private Socket tcp(TestNode server) throws IOException {
		Socket socket = new Socket(server.address().getAddress(), server.address().getPort() + 1);
		opened.add(socket);
		return socket;
	}

	private TestNode server(Limits limits) {
		TestNode node = new TestNode(federation.node(0), new TestSeat(federation.issuer()), limits, Optional.empty())
			.start()
			.listen();
		opened.add(node);
		return node;
	}

	private void assertEchoes(TestNode server) {
		TestNode node = TestNode.issued(federation.node(2), federation);
		opened.add(node);
		Connection connection = get(node.transport.connect(server.asPeer(), AMPLE));
		assertThat(get(connection.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(2_000_000);
		}
	}

	/** Shows one key whoever asks. */
	private static final class OneKeyManager extends X509ExtendedKeyManager {

		private final KeyPair keys;

		private final X509Certificate leaf;

		OneKeyManager(KeyPair keys, X509Certificate leaf) {
			this.keys = keys;
			this.leaf = leaf;
		}

		@Override
		public String[] getClientAliases(String type, Principal[] issuers) {
			return new String[] { "one" };
		}

		@Override
		public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
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
		public X509Certificate[] getCertificateChain(String alias) {
			return new X509Certificate[] { leaf };
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return keys.getPrivate();
		}

	}

}
