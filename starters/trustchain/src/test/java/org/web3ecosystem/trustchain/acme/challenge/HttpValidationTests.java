package org.web3ecosystem.trustchain.acme.challenge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HttpValidationTests {

	private static final Validation.Claim CLAIM = new Validation.Claim("www.asset.local.internal", "token",
			"token.thumbprint", true);

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private ServerSocket server;

	@AfterEach
	void stop() throws IOException {
		server.close();
	}

	/** How a client of ours answers. */
	@FunctionalInterface
	private interface Answering {

		void to(String request, OutputStream out) throws IOException, InterruptedException;

	}

	private HttpValidation against(Answering answering, Duration time) throws IOException {
		server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.ofVirtual().start(() -> {
			while (!server.isClosed()) {
				try {
					Socket socket = server.accept();
					Thread.ofVirtual().start(() -> answer(socket, answering));
				}
				catch (IOException _) {
					return;
				}
			}
		});
		Places places = new Places(new FixedNames(false, List.of(List.of("127.0.0.1"))), "local.internal",
				AddressPolicy.of(List.of(), List.of()));
		return new HttpValidation(places, server.getLocalPort(), time);
	}

	private void answer(Socket socket, Answering answering) {
		try (socket) {
			StringBuilder request = new StringBuilder();
			InputStream in = socket.getInputStream();
			while (request.indexOf("\r\n\r\n") < 0) {
				request.append((char) in.read());
			}
			asked.add(request.toString());
			answering.to(request.toString(), socket.getOutputStream());
		}
		catch (IOException | InterruptedException _) {
			// who asked has hung up
		}
	}

	private HttpValidation answering(String answer) throws IOException {
		return against((request, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)),
				Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@ValueSource(strings = { OK + "token.thumbprint", OK + "token.thumbprint\r\n \n",
			"HTTP/1.0 200 OK\nContent-Length: 16\n\ntoken.thumbprintand more that nobody reads" })
	void theKeyAuthorizationIsFound(String answer) throws Exception {
		answering(answer).validate(CLAIM);
		assertThat(asked.getFirst()).startsWith("GET /.well-known/acme-challenge/token HTTP/1.0\r\n")
			.contains("\r\nHost: www.asset.local.internal:" + server.getLocalPort() + "\r\n");
	}

	@Test
	void anythingElseIsNot() throws Exception {
		refused(ErrorType.INCORRECT_RESPONSE, OK + "token.other");
		refused(ErrorType.INCORRECT_RESPONSE, OK + " token.thumbprint");
		refused(ErrorType.INCORRECT_RESPONSE, OK + "token.thumbprint".repeat(40));
		refused(ErrorType.INCORRECT_RESPONSE, OK + "token.thumbprint" + " ".repeat(1000) + "x");
		refused(ErrorType.INCORRECT_RESPONSE, OK);
		refused(ErrorType.UNAUTHORIZED, "HTTP/1.1 404 Not Found\r\n\r\ntoken.thumbprint");
		refused(ErrorType.UNAUTHORIZED, "HTTP/1.1 204 No Content\r\n\r\n");
		refused(ErrorType.CONNECTION, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\ntoken.thumbprint");
		refused(ErrorType.CONNECTION, "220 mail.example.org ESMTP\r\n");
		refused(ErrorType.CONNECTION, "HTTP/1.1 200 OK\r\nno colon\r\n\r\n");
		refused(ErrorType.CONNECTION, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(9000) + "\r\n\r\ntoken.thumbprint");
		refused(ErrorType.CONNECTION, "");
	}

	private void refused(ErrorType type, String answer) throws Exception {
		HttpValidation validation = answering(answer);
		assertThatExceptionOfType(AcmeException.class).as(answer)
			.isThrownBy(() -> validation.validate(CLAIM))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(type));
		server.close();
	}

	@Test
	void aRedirectOnTheSameServerIsFollowed() throws Exception {
		HttpValidation validation = against((request,
				out) -> out.write((request.startsWith("GET /else?where=1 ") ? OK + "token.thumbprint"
						: "HTTP/1.1 302 Found\r\nLocation: /else?where=1\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII)),
				Duration.ofSeconds(20));
		validation.validate(CLAIM);
		assertThat(asked).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254/latest/meta-data/", "http://www.example.org/",
			"https://www.asset.local.internal/", "http://www.asset.local.internal/", "http://localhost:1/",
			"//evil.example/x", "file:///etc/passwd", "http://www.asset.local.internal:1/", "x", "",
			"http://www.asset.local.internal@evil.example/", "/x y", "/\u00e4", "ftp://www.asset.local.internal/" })
	void noOtherRedirectIs(String location) throws Exception {
		refused(ErrorType.CONNECTION, "HTTP/1.1 301 Moved\r\nLocation: " + location + "\r\n\r\n");
		assertThat(asked).hasSize(1);
	}

	@Test
	void aCircleEnds() throws Exception {
		refused(ErrorType.CONNECTION,
				"HTTP/1.1 308 Permanent Redirect\r\nLocation: /.well-known/acme-challenge/token\r\n\r\n");
		assertThat(asked).hasSize(4);
	}

	/** One that never ends, and one that sends a byte now and then. */
	@Test
	void whoTakesHisTimeIsNotWaitedFor() throws Exception {
		Semaphore never = new Semaphore(0);
		for (Answering answering : List.<Answering>of((request, out) -> never.acquire(), (request, out) -> {
			out.write(OK.getBytes(StandardCharsets.US_ASCII));
			while (true) {
				out.write(' ');
				out.flush();
				never.tryAcquire(20, java.util.concurrent.TimeUnit.MILLISECONDS);
			}
		}, (request, out) -> {
			for (int i = 0;; i++) {
				out.write(("X-" + i % 10).charAt(i % 3));
				out.flush();
				never.tryAcquire(20, java.util.concurrent.TimeUnit.MILLISECONDS);
			}
		})) {
			HttpValidation validation = against(answering, Duration.ofMillis(300));
			assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> validation.validate(CLAIM))
				.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ErrorType.CONNECTION));
			server.close();
		}
	}

	@Test
	void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
		byte[] block = "A".repeat(8192).getBytes(StandardCharsets.US_ASCII);
		HttpValidation validation = against((request, out) -> {
			out.write(OK.getBytes(StandardCharsets.US_ASCII));
			while (true) {
				out.write(block);
			}
		}, Duration.ofSeconds(20));
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> validation.validate(CLAIM))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ErrorType.INCORRECT_RESPONSE));
	}

	@Test
	void whoDoesNotListenIsNotThere() throws Exception {
		HttpValidation validation = answering(OK);
		server.close();
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> validation.validate(CLAIM))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ErrorType.CONNECTION));
		assertThatCode(() -> server.close()).doesNotThrowAnyException();
	}

}
