package org.web3ecosystem.platform.running;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.FederationPlan.PlannedNode;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.node.Nodes;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.trustchain.ca.Pem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A federation of one validator, running in this process with everything it has. */
final class OneNode implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final char[] IN_MEMORY = new char[0];

	private final Path home;

	private final Endpoints endpoints;

	private final ConfigurableApplicationContext context;

	private final HttpClient operator;

	private final HttpClient anybody;

	private OneNode(Path home, Endpoints endpoints, ConfigurableApplicationContext context) {
		this.home = home;
		this.endpoints = endpoints;
		this.context = context;
		Path certificate = home.resolve("operator/operator.pem");
		Awaitility.await("the operator's certificate").atMost(PATIENCE).until(() -> Files.exists(certificate));
		this.operator = client(true);
		this.anybody = client(false);
		Awaitility.await("a ledger that works").atMost(PATIENCE).until(() -> state().path("phase").asInt(-1) == 3);
	}

	/** Founds it there and waits until it is in phase 3. */
	static OneNode start(Path directory, Map<String, Object> settings) {
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), Loopback.freePort(), Loopback.freePort(),
				Loopback.freePort(), Loopback.freePort(), Loopback.freePort());
		FederationDirectory federation = new Founding(InstantSource.system(), new SecureRandom()).found(
				new FederationPlan("local", "local.internal", List.of(new PlannedNode("node1", endpoints))),
				directory.resolve("federation"), Optional.of("a passphrase of sixteen"));
		Path home = federation.home(federation.validators().getFirst());
		Map<String, Object> all = new java.util.HashMap<>(settings);
		all.put("spring.jmx.enabled", "false");
		all.put("web3.node.home", home.toString());
		all.put("web3.platform.operator-certificate", true);
		return new OneNode(home, endpoints, Nodes.among(all, environment -> {
		}));
	}

	ConfigurableApplicationContext context() {
		return context;
	}

	Path home() {
		return home;
	}

	Endpoints endpoints() {
		return endpoints;
	}

	URI https(String path) {
		return URI.create("https://localhost:" + endpoints.https() + path);
	}

	URI http(String path) {
		return URI.create("http://localhost:" + endpoints.http() + path);
	}

	/** Sends as the operator, over HTTPS. */
	HttpResponse<String> operator(HttpRequest.Builder request) {
		return send(operator, request);
	}

	/** Sends without a certificate. */
	HttpResponse<String> anybody(HttpRequest.Builder request) {
		return send(anybody, request);
	}

	/** A JSON request as the operator. */
	HttpResponse<String> operator(String method, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(https(path))
			.header("Content-Type", "application/json")
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return operator(request);
	}

	/** Reads as the operator. */
	HttpResponse<String> operator(String path) {
		return operator(HttpRequest.newBuilder(https(path)));
	}

	static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Override
	public void close() {
		operator.close();
		anybody.close();
		context.close();
	}

	private JsonNode state() {
		return json(anybody(HttpRequest.newBuilder(http("/actuator/bootstrap"))));
	}

	private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
		try {
			return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException failure) {
			throw new AssertionError(failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new AssertionError(interrupted);
		}
	}

	private HttpClient client(boolean asOperator) {
		return HttpClient.newBuilder().sslContext(tls(asOperator)).build();
	}

	/** Knows the federation's root. */
	SSLContext tls(boolean asOperator) {
		try {
			KeyStore anchors = KeyStore.getInstance("PKCS12");
			anchors.load(null, null);
			anchors.setCertificateEntry("root", certificates("root.pem")[0]);
			TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
			trusted.init(anchors);
			SSLContext tls = SSLContext.getInstance("TLS");
			tls.init(asOperator ? keys() : null, trusted.getTrustManagers(), null);
			return tls;
		}
		catch (GeneralSecurityException | IOException failure) {
			throw new AssertionError(failure);
		}
	}

	private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		String key = Files.readString(home.resolve("operator/operator.key"), StandardCharsets.US_ASCII);
		keys.setKeyEntry("operator",
				KeyFactory.getInstance("EC")
					.generatePrivate(new PKCS8EncodedKeySpec(Pem.decode("PRIVATE KEY", key).getFirst())),
				IN_MEMORY, certificates("operator.pem"));
		KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
		managers.init(keys, IN_MEMORY);
		return managers.getKeyManagers();
	}

	private Certificate[] certificates(String name) throws GeneralSecurityException, IOException {
		return CertificateFactory.getInstance("X.509")
			.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(home.resolve("operator").resolve(name))))
			.toArray(Certificate[]::new);
	}

}
