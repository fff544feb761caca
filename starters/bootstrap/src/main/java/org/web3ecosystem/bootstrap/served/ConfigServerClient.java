package org.web3ecosystem.bootstrap.served;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/** Asks a config server, not for long: a node that starts waits for it. */
public final class ConfigServerClient {

	private static final Duration CONNECT = Duration.ofSeconds(2);

	private static final Duration WHOLE = Duration.ofSeconds(5);

	/** A key store in memory is nobody's to open but this process's. */
	private static final char[] NO_PASSWORD = {};

	private ConfigServerClient() {
	}

	/**
	 * An answer.
	 *
	 * @param tag by which the server knows it again, if it does
	 */
	public record Answer(ServedTable table, @Nullable String tag) {
	}

	/**
	 * The table, or nothing if it is the known one.
	 * @throws IOException if there is no usable answer within 5 s
	 * @throws InterruptedException if this thread is to stop waiting
	 */
	public static Optional<Answer> ask(Question question) throws IOException, InterruptedException {
		try (HttpClient client = client(question)) {
			HttpResponse<byte[]> answer = client.send(request(question),
					BodyHandlers.limiting(BodyHandlers.ofByteArray(), ServedTable.MAX_BYTES));
			client.shutdownNow();
			if (answer.statusCode() == 304 && question.known() != null) {
				return Optional.empty();
			}
			if (answer.statusCode() != 200) {
				throw new IOException(question.path() + " answered " + answer.statusCode());
			}
			return Optional
				.of(new Answer(ServedTable.parse(answer.body()), answer.headers().firstValue("ETag").orElse(null)));
		}
		catch (ConnectException away) {
			throw new IOException(question.path() + " cannot be reached", away);
		}
		catch (IllegalArgumentException useless) {
			throw new IOException(question.path() + " has no usable answer: " + useless.getMessage(), useless);
		}
	}

	private static HttpRequest request(Question question) {
		HttpRequest.Builder request = HttpRequest.newBuilder(question.path())
			.timeout(WHOLE)
			.header("Accept", "application/json");
		if (question.known() != null) {
			request.header("If-None-Match", question.known());
		}
		return request.build();
	}

	/** One for each question: a connection shows who the node was when it was made. */
	private static HttpClient client(Question question) throws IOException {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.connectTimeout(CONNECT)
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER);
		if (!question.pins().isEmpty() || question.shown().isPresent()) {
			builder.sslContext(tls(question));
		}
		return builder.build();
	}

	/** Where nothing is given the JDK's own is taken. */
	private static SSLContext tls(Question question) throws IOException {
		List<Pin> pins = question.pins();
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(question.shown().isPresent() ? keys(question.shown().get()) : null,
					pins.isEmpty() ? null : new TrustManager[] { new PinnedKey(pins) }, null);
			return context;
		}
		catch (GeneralSecurityException unfit) {
			throw new IOException("the node's certificate cannot be shown", unfit);
		}
	}

	private static KeyManager[] keys(PrivateKeyEntry shown) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, NO_PASSWORD);
		store.setKeyEntry("node", shown.getPrivateKey(), NO_PASSWORD, shown.getCertificateChain());
		KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
		factory.init(store, NO_PASSWORD);
		return factory.getKeyManagers();
	}

}
