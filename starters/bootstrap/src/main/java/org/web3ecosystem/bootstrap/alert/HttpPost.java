package org.web3ecosystem.bootstrap.alert;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Over HTTP or HTTPS to one address. No redirect is followed, and of an answer only its
 * status is kept.
 */
public final class HttpPost implements Post {

	private final HttpClient client;

	private final URI address;

	private final Duration limit;

	/**
	 * @param limit for one request, the connection included
	 */
	public HttpPost(URI address, Duration limit) {
		this.address = address;
		this.limit = limit;
		this.client = HttpClient.newBuilder()
			.connectTimeout(limit)
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.build();
	}

	/**
	 * The address of a receiver.
	 * @throws IllegalArgumentException if it is none; the message does not repeat it,
	 * since it may hold what only its owner should know
	 */
	public static URI address(String text) {
		URI address;
		try {
			address = URI.create(text);
		}
		catch (IllegalArgumentException malformed) {
			throw new IllegalArgumentException("it is no URL");
		}
		if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null
				|| address.getRawUserInfo() != null || address.getRawFragment() != null) {
			throw new IllegalArgumentException("it is not http:// or https:// with a host, and without a user");
		}
		return address;
	}

	@Override
	public CompletionStage<Integer> post(Map<String, String> headers, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(address)
			.timeout(limit)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		headers.forEach(request::header);
		return client.sendAsync(request.build(), BodyHandlers.discarding()).thenApply(answer -> answer.statusCode());
	}

	@Override
	public void close() {
		client.shutdownNow();
	}

}
