package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How a GET on the plain port reaches a node. */
@FunctionalInterface
public interface Reach {

	/** The longest a request may take. */
	Duration REQUEST = Duration.ofSeconds(5);

	/**
	 * @throws IOException if there is no answer
	 */
	Reply get(URI uri) throws IOException;

	/**
	 * An answer.
	 *
	 * @param statusCode of HTTP
	 * @param body as text
	 */
	record Reply(int statusCode, String body) {
	}

	/** From this process. */
	static Reach direct() {
		HttpClient client = HttpClient.newBuilder()
			.connectTimeout(REQUEST)
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		return uri -> {
			try {
				HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).timeout(REQUEST).build(),
						HttpResponse.BodyHandlers.ofString());
				return new Reply(response.statusCode(), response.body());
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
				throw new IOException("interrupted", interrupted);
			}
		};
	}

	/** By a curl that runs elsewhere: {@code prefix} says how to get there. */
	static Reach curl(List<String> prefix) {
		return uri -> {
			List<String> command = new ArrayList<>(prefix);
			command.addAll(List.of("curl", "-sS", "--max-time", Long.toString(REQUEST.toSeconds()), "-w",
					"\n%{http_code}", uri.toString()));
			Program curl = Program.run(command);
			if (curl.exit() != 0) {
				throw new IOException(curl.err().strip());
			}
			int code = curl.out().lastIndexOf('\n');
			return new Reply(Integer.parseInt(curl.out().substring(code + 1)), curl.out().substring(0, code));
		};
	}

}
