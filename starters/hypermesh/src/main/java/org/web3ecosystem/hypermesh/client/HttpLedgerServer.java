package org.web3ecosystem.hypermesh.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.ledger.LedgerServer;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;

/** A node's REST interface as a server of the ledger. */
final class HttpLedgerServer implements LedgerServer {

	private static final String CBOR = "application/cbor";

	private static final int OK = 200;

	/** Bad request, content too large, unsupported media type, unprocessable content. */
	private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

	/** More than any problem document has. */
	private static final int MAX_PROBLEM = 8 * 1024;

	private final HttpClient http;

	private final URI base;

	/**
	 * @param http decides what certificates are trusted
	 * @param base such as {@code https://127.0.0.1:8443}
	 */
	HttpLedgerServer(HttpClient http, URI base) {
		this.http = http;
		this.base = base;
	}

	@Override
	public CompletionStage<byte[]> prove(String module, String key, Duration deadline) {
		return send(request("/hypermesh/ledger/" + encode(module) + "?key=" + encode(key), deadline).GET());
	}

	@Override
	public CompletionStage<Void> handIn(byte[] transaction, Duration deadline) {
		return send(request("/hypermesh/transactions", deadline).header("Content-Type", CBOR)
			.POST(HttpRequest.BodyPublishers.ofByteArray(transaction))).thenAccept(outcome -> {
			});
	}

	/** Has the node ask members for the time, see {@link HttpTime}. */
	CompletionStage<byte[]> time(byte[] question, Duration deadline) {
		return send(request("/hypermesh/transactions/time", deadline).header("Content-Type", CBOR)
			.POST(HttpRequest.BodyPublishers.ofByteArray(question)));
	}

	private HttpRequest.Builder request(String path, Duration deadline) {
		return HttpRequest.newBuilder(base.resolve(path)).timeout(deadline).header("Accept", CBOR);
	}

	private CompletionStage<byte[]> send(HttpRequest.Builder request) {
		return http.sendAsync(request.build(), BodyHandlers.ofInputStream()).thenApply(this::body);
	}

	private byte[] body(HttpResponse<InputStream> response) {
		int limit = response.statusCode() == OK ? ProvenEntry.MAX_BYTES : MAX_PROBLEM;
		byte[] body;
		try (InputStream stream = response.body()) {
			body = stream.readNBytes(limit + 1);
		}
		catch (IOException broken) {
			throw new UnavailableException(base + " broke off: " + broken.getMessage(), broken);
		}
		if (response.statusCode() == OK && body.length <= limit) {
			return body;
		}
		String problem = base + " answered " + response.statusCode() + ": "
				+ new String(body, StandardCharsets.UTF_8).strip();
		if (REFUSALS.contains(response.statusCode())) {
			throw new RejectedException(problem);
		}
		throw new UnavailableException(problem);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Override
	public String toString() {
		return base.toString();
	}

}
