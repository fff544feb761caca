package org.web3ecosystem.bootstrap.served;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** Asks a config server, once and not for long: a node that starts waits for it. */
public final class ConfigServers {

	private static final Duration CONNECT = Duration.ofSeconds(2);

	private static final Duration WHOLE = Duration.ofSeconds(5);

	private ConfigServers() {
	}

	/**
	 * The address in an import.
	 * @param text such as {@code http://127.0.0.1:8888}
	 * @throws IllegalArgumentException if it is none
	 */
	public static URI address(String text) {
		URI address = URI.create(text);
		if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null
				|| address.getRawUserInfo() != null || address.getRawQuery() != null
				|| address.getRawFragment() != null) {
			throw new IllegalArgumentException("not http:// or https:// with a host and a path at most: " + text);
		}
		return address;
	}

	/**
	 * The table that an application is served.
	 * @param profile such as {@code phase-0} or {@code default}
	 * @throws IOException if there is no usable answer within 5 s
	 * @throws InterruptedException if this thread is to stop waiting
	 */
	public static ServedTable ask(URI server, String application, String profile)
			throws IOException, InterruptedException {
		URI path = URI.create(server.toString().replaceFirst("/+$", "") + "/" + application + "/" + profile);
		try (HttpClient client = HttpClient.newBuilder()
			.connectTimeout(CONNECT)
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.build()) {
			HttpRequest question = HttpRequest.newBuilder(path)
				.timeout(WHOLE)
				.header("Accept", "application/json")
				.build();
			HttpResponse<byte[]> answer = client.send(question,
					BodyHandlers.limiting(BodyHandlers.ofByteArray(), ServedTable.MAX_BYTES));
			client.shutdownNow();
			if (answer.statusCode() != 200) {
				throw new IOException(path + " answered " + answer.statusCode());
			}
			return ServedTable.parse(answer.body());
		}
		catch (ConnectException away) {
			throw new IOException(path + " cannot be reached", away);
		}
		catch (IllegalArgumentException useless) {
			throw new IOException(path + " has no usable answer: " + useless.getMessage(), useless);
		}
	}

}
