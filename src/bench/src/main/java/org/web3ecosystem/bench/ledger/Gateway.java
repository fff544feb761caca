package org.web3ecosystem.bench.ledger;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One node's REST interface and name server, as its operator uses them. */
final class Gateway {

	private static final int NO_ERROR_MASK = 0x0f;

	private final HttpClient http;

	private final Fleet fleet;

	private final int number;

	Gateway(Fleet fleet, int number) throws IOException, GeneralSecurityException {
		this.fleet = fleet;
		this.number = number;
		this.http = HttpClient.newBuilder().sslContext(tls(fleet.home(number), fleet.root())).build();
	}

	/** Polls until a node is ready in phase 3 and has made its operator's certificate. */
	static Gateway await(Fleet fleet, int number) throws IOException, InterruptedException, GeneralSecurityException {
		try (HttpClient plain = HttpClient.newHttpClient()) {
			URI state = URI.create("http://127.0.0.1:" + fleet.http(number) + "/actuator/bootstrap");
			String seen = "";
			while (!seen.matches("(?s).*\"phase\":3,.*\"ready\":true.*")
					|| !Files.exists(fleet.home(number).resolve("operator/operator.pem"))) {
				LockSupport.parkNanos(200_000_000);
				try {
					seen = plain.send(HttpRequest.newBuilder(state).build(), BodyHandlers.ofString()).body();
				}
				catch (IOException notYet) {
					seen = "";
				}
			}
		}
		return new Gateway(fleet, number);
	}

	/** The status of a POST. */
	CompletableFuture<Integer> post(String path, String json) {
		return http
			.sendAsync(HttpRequest.newBuilder(uri(path))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(json))
				.build(), BodyHandlers.discarding())
			.thenApply(response -> response.statusCode());
	}

	String get(String path) throws IOException, InterruptedException {
		return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
	}

	void put(String path, byte[] bytes) throws IOException, InterruptedException {
		int status = http
			.send(HttpRequest.newBuilder(uri(path)).PUT(BodyPublishers.ofByteArray(bytes)).build(),
					BodyHandlers.discarding())
			.statusCode();
		if (status >= 300) {
			throw new IOException("PUT " + path + ": " + status);
		}
	}

	private URI uri(String path) {
		return URI.create("https://localhost:" + fleet.https(number) + path);
	}

	/** Asks this node's name server until it has an address for a name. */
	void awaitName(String name) throws IOException {
		byte[] query = query(name);
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.setSoTimeout(2_000);
			byte[] answer = new byte[1232];
			do {
				socket
					.send(new DatagramPacket(query, query.length, InetAddress.getLoopbackAddress(), fleet.dns(number)));
				socket.receive(new DatagramPacket(answer, answer.length));
			}
			while ((answer[3] & NO_ERROR_MASK) != 0 || ByteBuffer.wrap(answer).getShort(6) == 0);
		}
	}

	/** RFC 1035, 4.1: one question for an A record. */
	private static byte[] query(String name) {
		ByteBuffer query = ByteBuffer.allocate(512);
		query.putShort((short) 1).putShort((short) 0).putShort((short) 1).putShort((short) 0).putInt(0);
		for (String label : name.split("\\.")) {
			query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
		}
		query.put((byte) 0).putShort((short) 1).putShort((short) 1);
		byte[] bytes = new byte[query.position()];
		query.flip().get(bytes);
		return bytes;
	}

	private static SSLContext tls(Path home, Path root) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		String pem = Files.readString(home.resolve("operator/operator.key"));
		byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
		CertificateFactory x509 = CertificateFactory.getInstance("X.509");
		try (var chain = Files.newInputStream(home.resolve("operator/operator.pem"));
				var anchor = Files.newInputStream(root)) {
			keys.setKeyEntry("operator", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
					new char[0], x509.generateCertificates(chain).toArray(Certificate[]::new));
			keys.setCertificateEntry("root", x509.generateCertificate(anchor));
		}
		KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
		shown.init(keys, new char[0]);
		TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
		trusted.init(keys);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
		return context;
	}

}
