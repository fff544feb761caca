package org.web3ecosystem.platform.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API server of the cluster that this pod runs in, asked as the pod's service
 * account: for Secrets and ConfigMaps of its namespace, by name. What is in them is never
 * in a message.
 */
public final class ClusterApi implements AutoCloseable {

	/** Where Kubernetes puts what a pod needs for this. */
	private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final int MAX_BYTES = 4 << 20;

	private static final int OK = 200;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	private static final JsonMapper JSON = new JsonMapper();

	private final URI base;

	private final String namespace;

	private final Path token;

	private final HttpClient http;

	ClusterApi(URI base, String namespace, Path token, HttpClient http) {
		this.base = base;
		this.namespace = namespace;
		this.token = token;
		this.http = http;
	}

	/**
	 * That of the cluster this process runs in.
	 * @param environment of the process
	 * @throws RefusedException if it runs in none
	 */
	public static ClusterApi here(Map<String, String> environment) {
		String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
		String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
		if (host.isEmpty() || port.isEmpty()) {
			throw new RefusedException("this is no pod of a cluster: it knows no API server",
					"this command is for the chart's pods; elsewhere use init");
		}
		try {
			return new ClusterApi(URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
					Files.readString(ACCOUNT.resolve("namespace")).strip(), ACCOUNT.resolve("token"),
					HttpClient.newBuilder()
						.connectTimeout(DEADLINE)
						.sslContext(trusting(ACCOUNT.resolve("ca.crt")))
						.build());
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
			throw new RefusedException("the pod's service account cannot be used: " + Reason.of(unusable),
					"mount its token, ca.crt and namespace at " + ACCOUNT, unusable);
		}
	}

	/** Reads one. */
	Paper read(Kind kind, String name) {
		byte[] answer = send(kind, name, request(kind, name).GET());
		try {
			return Paper.of(kind, JSON.readTree(answer));
		}
		catch (JacksonException malformed) {
			throw new RefusedException("the API server's answer about " + name + " is no document",
					"see with kubectl what is there", malformed);
		}
	}

	/** Writes the fields of a Secret beside what it has. */
	void fill(String secret, Map<String, byte[]> fields) {
		ObjectNode change = JSON.createObjectNode();
		put(change.putObject("data"), fields);
		patch(Kind.SECRET, secret, change);
	}

	/** Takes all fields out of a Secret. */
	void empty(String secret) {
		ObjectNode change = JSON.createObjectNode();
		change.putNull("data");
		patch(Kind.SECRET, secret, change);
	}

	/** Writes a ConfigMap, unless it was changed since it was read. */
	void fill(String configMap, Paper read, Map<String, String> texts, Map<String, byte[]> bytes) {
		ObjectNode change = JSON.createObjectNode();
		change.putObject("metadata").put("resourceVersion", read.version());
		ObjectNode data = change.putObject("data");
		texts.forEach(data::put);
		put(change.putObject("binaryData"), bytes);
		patch(Kind.CONFIG_MAP, configMap, change);
	}

	private static void put(ObjectNode target, Map<String, byte[]> fields) {
		fields.forEach((key, value) -> target.put(key, Base64.getEncoder().encodeToString(value)));
	}

	/** RFC 7396. */
	private void patch(Kind kind, String name, ObjectNode change) {
		send(kind, name, request(kind, name).header("Content-Type", "application/merge-patch+json")
			.method("PATCH", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(change))));
	}

	private HttpRequest.Builder request(Kind kind, String name) {
		try {
			// read again each time: it is renewed while the pod runs
			String bearer = Files.readString(token, StandardCharsets.US_ASCII).strip();
			return HttpRequest
				.newBuilder(base.resolve("/api/v1/namespaces/" + namespace + "/" + kind.resource() + "/" + name))
				.timeout(DEADLINE)
				.header("Authorization", "Bearer " + bearer)
				.header("Accept", "application/json");
		}
		catch (IOException unreadable) {
			throw new RefusedException("the token of the pod's service account cannot be read", "mount it at " + token,
					unreadable);
		}
	}

	private byte[] send(Kind kind, String name, HttpRequest.Builder request) {
		try {
			HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
			try (InputStream stream = response.body()) {
				byte[] body = stream.readNBytes(MAX_BYTES + 1);
				if (response.statusCode() != OK || body.length > MAX_BYTES) {
					throw refused(kind, name, response.statusCode());
				}
				return body;
			}
		}
		catch (IOException failure) {
			throw new RefusedException("the API server at " + base + " does not answer: " + Reason.of(failure),
					"see that nothing stands between: a NetworkPolicy, or an address that is not the cluster's",
					failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new RefusedException("interrupted", "try again", interrupted);
		}
	}

	private RefusedException refused(Kind kind, String name, int status) {
		String what = kind.resource() + "/" + name + " in " + namespace;
		return switch (status) {
			case NOT_FOUND -> new RefusedException("there is no " + what, "the chart makes it: upgrade the release");
			case FORBIDDEN ->
				new RefusedException("this pod may not do that with " + what, "the chart has the Role for it");
			case CONFLICT -> new RefusedException(what + " was changed by somebody else meanwhile", "try again");
			default -> new RefusedException("the API server answers " + status + " for " + what,
					"see with kubectl whether the cluster is well");
		};
	}

	private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
		KeyStore anchors = KeyStore.getInstance("PKCS12");
		anchors.load(null, null);
		int number = 0;
		for (Certificate anchor : CertificateFactory.getInstance("X.509")
			.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(authority)))) {
			anchors.setCertificateEntry("cluster" + number++, anchor);
		}
		TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
		trusted.init(anchors);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trusted.getTrustManagers(), null);
		return context;
	}

	@Override
	public void close() {
		http.shutdownNow();
	}

}
