package org.web3ecosystem.stoq;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.engine.impl.TranscriptHash;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.log.NullLogger;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.tls.HkdfLabel;
import org.web3ecosystem.stoq.wire.Frame;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that kwik made, with a QUIC and a TLS nobody here wrote. It speaks P-256
 * only.
 */
public final class KwikClient implements AutoCloseable {

	static {
		// its loss detector asserts what a loopback with a round trip of 0 ms does not
		// keep
		KwikClient.class.getClassLoader().setPackageAssertionStatus("tech.kwik", false);
	}

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final int HASH_LENGTH = 32;

	private final QuicClientConnection connection;

	private final CompletableFuture<ConnectionTerminatedEvent> ended = new CompletableFuture<>();

	private KwikClient(QuicClientConnection connection) {
		this.connection = connection;
		connection.setConnectionListener(ended::complete);
		try {
			guard(connection);
		}
		catch (ReflectiveOperationException other) {
			throw new IllegalStateException("another version of kwik", other);
		}
	}

	/** Connects from this thread, with a certificate. */
	public static KwikClient connect(InetSocketAddress address, KeyPair keys, CertificateChain chain)
			throws IOException {
		KwikClient client = new KwikClient(
				to(address).clientCertificate(chain.leaf()).clientCertificateKey(keys.getPrivate()).build());
		client.connection.connect();
		return client;
	}

	/** How a connection ends that is begun without a certificate. */
	public static ConnectionTerminatedEvent refusal(InetSocketAddress address) throws Exception {
		try (KwikClient client = new KwikClient(to(address).build())) {
			try {
				client.connection.connect();
			}
			catch (ConnectException refusedAlready) {
				// it is done before the server has judged, and may hear of that before it
				// says so
				assertThat(refusedAlready).hasMessageNotContaining("timed out");
			}
			return client.ended();
		}
	}

	private static QuicClientConnection.Builder to(InetSocketAddress address) {
		Thread connecting = Thread.currentThread();
		return QuicClientConnection.newBuilder()
			.uri(URI.create("stoq://127.0.0.1:" + address.getPort()))
			.applicationProtocol("stoq/1")
			.connectTimeout(AMPLE)
			.logger(new NullLogger())
			.socketFactory(destination -> new PatientSocket(connecting))
			// it would want the host's name in the certificate; the node's is judged by
			// HELLO
			.noServerCertificateCheck();
	}

	/** What TLS established; the same on both sides if it is the same session. */
	public Session session(CertificateChain own) throws Exception {
		return new Session(own, new CertificateChain(connection.getServerCertificateChain()), exporter());
	}

	/**
	 * It has no exporter, but the secret that is derived from (RFC 8446 sections 7.1 and
	 * 7.5), in fields that nobody else should read.
	 */
	private byte[] exporter() throws Exception {
		Object tls = field(connection, "tlsEngine");
		byte[] master = (byte[]) field(field(tls, "state"), "masterSecret");
		byte[] transcript = ((TranscriptHash) field(tls, "transcriptHash")).getServerHash(HandshakeType.finished);
		byte[] secret = new HkdfLabel("SHA-256").expand(master, "exp master", transcript, HASH_LENGTH);
		SSLEngine any = SSLContext.getDefault().createSSLEngine();
		Exporters exporters = new Exporters();
		exporters.logKey(any, "EXPORTER_SECRET - " + HexFormat.of().formatHex(secret));
		return exporters.take(any).orElseThrow();
	}

	/**
	 * What kwik (0.10.6) has still to send of the handshake is in a plain list that one
	 * thread adds to while another takes from it. A client with a certificate, which adds
	 * three messages in a row, now and then sends nothing more or ends with an
	 * IndexOutOfBoundsException.
	 */
	private static void guard(QuicClientConnection connection) throws ReflectiveOperationException {
		Method streams = QuicConnectionImpl.class.getDeclaredMethod("getCryptoStream", EncryptionLevel.class);
		streams.setAccessible(true);
		for (EncryptionLevel level : List.of(EncryptionLevel.Initial, EncryptionLevel.Handshake)) {
			accessible(CryptoStream.class, "dataToSend").set(streams.invoke(connection, level),
					new CopyOnWriteArrayList<>());
		}
	}

	private static Object field(Object of, String name) throws ReflectiveOperationException {
		return accessible(of.getClass(), name).get(of);
	}

	private static Field accessible(Class<?> type, String name) throws NoSuchFieldException {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			for (Field field : each.getDeclaredFields()) {
				if (field.getName().equals(name)) {
					field.setAccessible(true);
					return field;
				}
			}
		}
		throw new NoSuchFieldException(name);
	}

	public QuicStream stream() throws IOException {
		return connection.createStream(true);
	}

	public static void say(QuicStream stream, Frame frame) throws IOException {
		ByteBuf bytes = frame.encode(UnpooledByteBufAllocator.DEFAULT);
		try {
			stream.getOutputStream().write(ByteBufUtil.getBytes(bytes));
			stream.getOutputStream().flush();
		}
		finally {
			bytes.release();
		}
	}

	/**
	 * What comes next on a stream.
	 * @param code the type of frame that is expected
	 */
	public static byte[] hear(QuicStream stream, int code) throws IOException {
		DataInputStream in = new DataInputStream(stream.getInputStream());
		byte[] body = new byte[in.readInt()];
		assertThat(in.readUnsignedByte()).as("version").isEqualTo(1);
		assertThat(in.readUnsignedByte()).as("flags").isZero();
		assertThat(in.readUnsignedShort()).as("type").isEqualTo(code);
		in.readFully(body);
		return body;
	}

	/** How the other side ended it. */
	public ConnectionTerminatedEvent ended() throws Exception {
		ConnectionTerminatedEvent event = ended.get(AMPLE.toSeconds(), TimeUnit.SECONDS);
		assertThat(event.closedByPeer()).as("the server ended it").isTrue();
		return event;
	}

	@Override
	public void close() {
		connection.close();
	}

	/**
	 * Gives kwik (0.10.6) nothing before its connecting thread waits for the handshake
	 * and its sending thread for something to send. Until then the one notes what it has
	 * sent already, and an answer that is faster (a Retry on loopback is, now and then)
	 * ends the connection with a NullPointerException: "Handshake error". The other may
	 * be about to make a packet with the token that it had before, and sends the next
	 * ClientHello without the one of the Retry, and never again.
	 */
	private static final class PatientSocket extends DatagramSocket {

		private static final long SOON = 50_000;

		private final Thread connecting;

		private volatile Thread sending;

		private boolean waits;

		private PatientSocket(Thread connecting) throws SocketException {
			this.connecting = connecting;
		}

		@Override
		public void send(DatagramPacket packet) throws IOException {
			sending = Thread.currentThread();
			super.send(packet);
		}

		@Override
		public void receive(DatagramPacket packet) throws IOException {
			super.receive(packet);
			while (!waits && !isClosed()) {
				// in this order: the first may wake the second before it waits
				waits = waits(connecting) && waits(sending);
				LockSupport.parkNanos(waits ? 1 : SOON);
			}
		}

		private static boolean waits(Thread thread) {
			return thread.getState() == Thread.State.TIMED_WAITING;
		}

	}

}
