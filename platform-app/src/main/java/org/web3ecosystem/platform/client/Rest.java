package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node's REST interface over HTTPS. What is not answered with success is refused with
 * what the node said.
 */
public final class Rest implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(40);

	private static final Duration CONNECT = Duration.ofSeconds(10);

	/** The largest document anyone reads, in bytes. */
	private static final int MAX_DOCUMENT = 16 * 1024 * 1024;

	private static final int FIRST_FAILURE = 300;

	/** The field with the height and time that an answer is of. */
	private static final String LEDGER = "Web3-Ledger";

	private static final JsonMapper JSON = new JsonMapper();

	private final URI base;

	private final HttpClient http;

	/** What the last answer from the ledger said of itself. */
	private volatile Optional<String> standpoint = Optional.empty();

	/**
	 * @param tls what certificates are accepted and shown
	 */
	public Rest(URI base, Tls tls) {
		this.base = base;
		this.http = HttpClient.newBuilder().sslContext(tls.context()).connectTimeout(CONNECT).build();
	}

	/** As the operator of a node on this machine. */
	public static Rest asOperator(NodeHome home) {
		return new Rest(home.https(), Tls.asOperator(home));
	}

	public JsonNode get(String path) {
		return json(send(request(path).header("Accept", "application/json").GET()));
	}

	/** An entry of the ledger with its proof, as it is. */
	public byte[] getCbor(String path) {
		return send(request(path).header("Accept", "application/cbor").GET());
	}

	/** Sends an object. */
	public JsonNode send(String method, String path, JsonNode body) {
		return json(send(request(path).header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))));
	}

	/** Sends nothing, as DELETE and some POSTs do. */
	public String send(String method, String path) {
		return new String(send(request(path).method(method, BodyPublishers.noBody())), StandardCharsets.UTF_8);
	}

	/** Posts PEM; the answer's text. */
	public String post(String path, String pem) {
		return new String(send(request(path).header("Content-Type", "text/plain").POST(BodyPublishers.ofString(pem))),
				StandardCharsets.UTF_8);
	}

	/** Uploads bytes. */
	public void put(String path, BodyPublisher bytes) {
		send(request(path).header("Content-Type", "application/octet-stream").PUT(bytes));
	}

	/** Downloads at most so many bytes. */
	public byte[] download(String path, int limit) {
		return send(request(path).GET(), limit);
	}

	/** How old what was read last is, if the node cannot know what was decided since. */
	Optional<String> stale() {
		return standpoint.filter(said -> said.contains("stale"));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(base.resolve(path)).timeout(DEADLINE);
	}

	private byte[] send(HttpRequest.Builder request) {
		return send(request, MAX_DOCUMENT);
	}

	private byte[] send(HttpRequest.Builder request, int limit) {
		try {
			HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
			standpoint = response.headers().firstValue(LEDGER).or(() -> standpoint);
			try (InputStream stream = response.body()) {
				byte[] body = stream.readNBytes(limit + 1);
				if (response.statusCode() >= FIRST_FAILURE) {
					throw refused(response.statusCode(), body);
				}
				if (body.length > limit) {
					throw new RefusedException(base + " answered with more than " + limit + " bytes",
							"ask another node");
				}
				return body;
			}
		}
		catch (IOException failure) {
			throw Unreached.of(base, failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new RefusedException("interrupted", "try again", interrupted);
		}
	}

	private RefusedException refused(int status, byte[] body) {
		String said = new String(body, 0, Math.min(body.length, 2048), StandardCharsets.UTF_8);
		try {
			JsonNode problem = JSON.readTree(body);
			said = problem.path("title").asString("") + ": " + problem.path("detail").asString("");
		}
		catch (JacksonException otherwise) {
			// shown as it is
		}
		return new RefusedException(base + " refused with HTTP status " + status + ": " + said, remedy(status));
	}

	private static String remedy(int status) {
		return switch (status) {
			case 401, 403 -> "do it with --home of that very node, on its machine";
			case 404 -> "check the name, and whom you ask";
			case 409, 422 -> "what it says has to be so first; the same again is refused again";
			case 429, 503 -> "try again later";
			default -> status >= 500 ? "look at the node's log, or try again" : "correct the request";
		};
	}

	private JsonNode json(byte[] body) {
		try {
			return JSON.readTree(body);
		}
		catch (JacksonException malformed) {
			throw new RefusedException(base + " did not answer with JSON: " + malformed.getOriginalMessage(),
					"is this a node of the platform?", malformed);
		}
	}

	@Override
	public void close() {
		http.shutdownNow();
	}

}
