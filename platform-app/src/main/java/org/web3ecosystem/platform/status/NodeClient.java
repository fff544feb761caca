package org.web3ecosystem.platform.status;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;

import org.web3ecosystem.spi.Reason;

/** Asks a node's HTTP port for its state. */
public final class NodeClient implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private static final int OK = 200;

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(DEADLINE)
		.version(HttpClient.Version.HTTP_1_1)
		.build();

	/** An answer, or why there is none. */
	public sealed interface Answer {

		/**
		 * The node answered.
		 *
		 * @param state what it said
		 * @param document in its own words
		 */
		record Answered(NodeState state, String document) implements Answer {
		}

		/**
		 * It did not.
		 *
		 * @param reason why
		 */
		record Silent(String reason) implements Answer {
		}

	}

	/** The node's state now. */
	public Answer ask(URI base) {
		HttpRequest request = HttpRequest.newBuilder(base.resolve("/actuator/bootstrap"))
			.timeout(DEADLINE)
			.header("Accept", "application/json")
			.build();
		try {
			HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
			return response.statusCode() == OK ? new Answer.Answered(NodeState.parse(response.body()), response.body())
					: new Answer.Silent("it answers with HTTP status " + response.statusCode());
		}
		catch (IOException failure) {
			return new Answer.Silent(failure instanceof ConnectException ? "nobody listens there" : Reason.of(failure));
		}
		catch (IllegalArgumentException malformed) {
			return new Answer.Silent(Objects.requireNonNullElse(malformed.getMessage(), "its answer cannot be read"));
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return new Answer.Silent("interrupted");
		}
	}

	@Override
	public void close() {
		client.shutdownNow();
	}

}
