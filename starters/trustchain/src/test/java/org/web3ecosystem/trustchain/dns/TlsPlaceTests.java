package org.web3ecosystem.trustchain.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** DNS over TLS, by a client that checks the certificate. */
class TlsPlaceTests {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	@TempDir
	private Path directory;

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private TestAuthority authority;

	private Node node;

	private NameServer server;

	private int port;

	@BeforeEach
	void start() throws IOException, GeneralSecurityException {
		node = Federation.of(1, directory).node(1);
		authority = new TestAuthority(node, InstantSource.system());
		port = Loopback.freePort();
		server = new NameServer(
				new Answering(node.genesis(), "node1", new EveryName(), () -> 1, Set::of, Optional.empty(), 1,
						InstantSource.system(), new SecureRandom(), Runnable::run),
				Optional.of(new TlsPlace(port, identity())), executor);
		server.start(List.of(LOOPBACK), 0);
	}

	@AfterEach
	void stop() {
		server.close();
		executor.shutdownNow();
		authority.close();
	}

	@Test
	void severalQuestionsAreAnsweredOverOneConnection() throws IOException, GeneralSecurityException {
		try (SSLSocket client = connect(node.genesis().rootCertificate())) {
			for (int i = 0; i < 3; i++) {
				assertThat(ask(client).getSection(Section.ANSWER)).hasSize(1);
			}
			assertThat(client.getApplicationProtocol()).isEqualTo("dot");
		}
	}

	@Test
	void whereItsPortIsTakenTheRestIsServedAndItIsTriedAgain() throws IOException, GeneralSecurityException {
		server.close();
		try (ServerSocket taken = new ServerSocket()) {
			taken.setReuseAddress(true);
			taken.bind(new InetSocketAddress(LOOPBACK, port));
			server.start(List.of(LOOPBACK), 0);
			server.tryTlsAgain();
			assertThat(server.tlsFault()).hasValueSatisfying(why -> assertThat(why).contains(port + "/tcp"));
			SimpleResolver plain = new SimpleResolver(server.address());
			assertThat(plain.send(question()).getSection(Section.ANSWER)).hasSize(1);
		}
		server.tryTlsAgain();
		assertThat(server.tlsFault()).isEmpty();
		try (SSLSocket client = connect(node.genesis().rootCertificate())) {
			assertThat(ask(client).getSection(Section.ANSWER)).hasSize(1);
		}
		server.close();
		server.tryTlsAgain();
		// the port is free when the virtual thread that accepted there has noticed
		Awaitility.await("who was closed stays so")
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThatIOException().isThrownBy(() -> new Socket(LOOPBACK, port).close()));
	}

	@Test
	void whoDoesNotTrustTheRootAsksNothing() throws IOException, GeneralSecurityException {
		X509Certificate other = Federation.of(1, directory.resolve("other")).genesis().rootCertificate();
		assertThatIOException().isThrownBy(() -> connect(other).close());
	}

	@Test
	void whoSpeaksNoTlsIsHungUpOn() throws IOException {
		try (Socket client = new Socket(LOOPBACK, port)) {
			client.setSoTimeout(20_000);
			client.getOutputStream().write(new byte[] { 0, 12, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
			assertThat(client.getInputStream().readAllBytes().length).isLessThan(64);
		}
	}

	/** Byte by byte, each of which is in time. */
	@Test
	void aHandshakeThatIsDrawnOutEnds() throws IOException, GeneralSecurityException {
		try (ServerSocket listening = new TlsPlace(0, identity()).open(); Socket client = new Socket()) {
			listening.bind(new InetSocketAddress(LOOPBACK, 0));
			TcpDoor door = new TcpDoor(listening, (message, from) -> {
				throw new AssertionError("nothing was asked");
			}, executor, Duration.ofMillis(300));
			Thread.ofPlatform().daemon().start(door::accept);
			client.connect(listening.getLocalSocketAddress());
			client.getOutputStream().write(new byte[] { 22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3 });
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> door.connections() == 1);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.pollInterval(Duration.ofMillis(50))
				.until(() -> isClosedThoughAByteComes(client));
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> door.connections() == 0);
		}
	}

	private static boolean isClosedThoughAByteComes(Socket client) {
		try {
			client.getOutputStream().write(7);
			return false;
		}
		catch (IOException closed) {
			return true;
		}
	}

	private X509ExtendedKeyManager identity() throws IOException, GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		KeyPair keys = generator.generateKeyPair();
		CertificateChain chain = authority.issue(keys, Purpose.SERVER, node.id(), node.name(), "localhost");
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("dot", keys.getPrivate(), new char[0], chain.certificates().toArray(X509Certificate[]::new));
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(store, new char[0]);
		return (X509ExtendedKeyManager) managers.getKeyManagers()[0];
	}

	private SSLSocket connect(X509Certificate root) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("root", root);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
		SSLParameters parameters = client.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		parameters.setApplicationProtocols(new String[] { "dot" });
		client.setSSLParameters(parameters);
		client.startHandshake();
		return client;
	}

	private static Message question() throws IOException {
		return Message.newQuery(Record.newRecord(Name.fromString("a.local.internal."), Type.A, DClass.IN));
	}

	private static Message ask(Socket client) throws IOException {
		byte[] query = question().toWire();
		DataOutputStream out = new DataOutputStream(client.getOutputStream());
		out.writeShort(query.length);
		out.write(query);
		DataInputStream in = new DataInputStream(client.getInputStream());
		return new Message(in.readNBytes(in.readUnsignedShort()));
	}

}
