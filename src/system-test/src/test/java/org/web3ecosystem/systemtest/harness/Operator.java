package org.web3ecosystem.systemtest.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/** A client of the HTTPS port that trusts the federation's root and nothing else. */
public final class Operator {

	private static final Duration REQUEST = Duration.ofSeconds(30);

	private static final char[] NO_PASSWORD = new char[0];

	private final HttpClient client;

	private Operator(HttpClient client) {
		this.client = client;
	}

	/** Shows the certificate in {@code home/operator}. */
	public static Operator of(Path root, Path home) {
		try {
			Path folder = home.resolve("operator");
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(null, null);
			keys.setKeyEntry("operator", key(folder.resolve("operator.key")), NO_PASSWORD,
					certificates(folder.resolve("operator.pem")));
			KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
			managers.init(keys, NO_PASSWORD);
			return new Operator(client(root, managers.getKeyManagers()));
		}
		catch (GeneralSecurityException | IOException failure) {
			throw new AssertionError("the operator's files cannot be used: " + failure, failure);
		}
	}

	/** Shows no certificate. */
	public static Operator anonymous(Path root) {
		try {
			return new Operator(client(root, null));
		}
		catch (GeneralSecurityException | IOException failure) {
			throw new AssertionError("the root cannot be used: " + failure, failure);
		}
	}

	public HttpResponse<String> get(URI uri) {
		return send(HttpRequest.newBuilder(uri));
	}

	public HttpResponse<String> post(URI uri, String type, String body) {
		return send(HttpRequest.newBuilder(uri)
			.header("Content-Type", type)
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	/** A POST of JSON that prefers not to wait for the ledger (RFC 7240). */
	public HttpResponse<String> postAsync(URI uri, String body) {
		return send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.header("Prefer", "respond-async, wait=1")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	public HttpResponse<String> put(URI uri, String type, byte[] body) {
		return send(HttpRequest.newBuilder(uri)
			.header("Content-Type", type)
			.PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
	}

	public HttpResponse<String> delete(URI uri) {
		return send(HttpRequest.newBuilder(uri).DELETE());
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return client.send(request.timeout(REQUEST).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", interrupted);
		}
	}

	private static HttpClient client(Path root, KeyManager @Nullable [] keys)
			throws GeneralSecurityException, IOException {
		return HttpClient.newBuilder().sslContext(tls(root, keys)).connectTimeout(Duration.ofSeconds(10)).build();
	}

	/** Trusts a root and nothing else. */
	static SSLContext tls(Path root, KeyManager @Nullable [] keys) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("root", certificates(root)[0]);
		TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
		managers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, managers.getTrustManagers(), null);
		return context;
	}

	private static Certificate[] certificates(Path pem) throws GeneralSecurityException, IOException {
		return CertificateFactory.getInstance("X.509")
			.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)))
			.toArray(Certificate[]::new);
	}

	private static PrivateKey key(Path pem) throws GeneralSecurityException, IOException {
		String body = Files.readString(pem, StandardCharsets.US_ASCII).replaceAll("-----[^-]*-----|\\s", "");
		return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
	}

}
