package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where administrators have a node send its alerts. It fails as often as it is told to,
 * and then takes what is signed with its secret.
 */
public final class AlertReceiver implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final byte[] secret = new byte[32];

	private final HttpServer server;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final int failures;

	/**
	 * @param failures how many requests it answers with 500 or 503 at first
	 */
	public AlertReceiver(int failures) {
		this.failures = failures;
		new SecureRandom().nextBytes(secret);
		try {
			server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		server.createContext("/alerts", this::answer);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.start();
	}

	/**
	 * What came.
	 *
	 * @param signed whether it carries a signature under the secret, of a time that is
	 * near
	 * @param status what was answered
	 */
	public record Request(String id, boolean signed, JsonNode body, String text, int status) {
	}

	public URI address() {
		return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts?key=for-its-owner");
	}

	/** Puts the secret into a file as the node reads it. */
	public Path secret(Path file) throws IOException {
		return Files.writeString(file, "whsec_" + Base64.getEncoder().encodeToString(secret) + "\n");
	}

	/** All requests so far. */
	public List<Request> requests() {
		return List.copyOf(requests);
	}

	/**
	 * Those that were taken and say this of a condition: alert.firing or alert.resolved.
	 */
	public List<Request> taken(String type, String condition) {
		return requests.stream()
			.filter(request -> request.status == 204 && request.body.path("type").asString().equals(type)
					&& request.body.path("data").path("condition").asString().equals(condition))
			.toList();
	}

	@Override
	public void close() {
		server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readNBytes(1 << 16);
		String id = exchange.getRequestHeaders().getFirst("webhook-id");
		boolean signed = isSigned(exchange, id, body);
		int number = requests.size();
		int status = (number < failures) ? 500 + 3 * (number % 2) : signed ? 204 : 401;
		requests.add(new Request(id, signed, JSON.readTree(body), new String(body), status));
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

	private boolean isSigned(HttpExchange exchange, String id, byte[] body) {
		String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
		if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) > 60) {
			return false;
		}
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret, "HmacSHA256"));
			mac.update((id + "." + time + ".").getBytes());
			return exchange.getRequestHeaders()
				.getFirst("webhook-signature")
				.equals("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
