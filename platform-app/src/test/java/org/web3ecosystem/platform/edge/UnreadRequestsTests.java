package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class UnreadRequestsTests {

	private static final int PATIENCE_MILLIS = 20_000;

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.childObserve(new UnreadRequests(JsonMapper.shared()))
		.handle((request, response) -> request.uri().equals("/own")
				? response.status(400).keepAlive(false).sendString(Mono.just("own"))
				: response.sendString(Mono.just("here")))
		.bindNow();

	@AfterEach
	void close() {
		server.disposeNow();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "400 | nonsense", "400 | GET / HTTPS", "400 | GET / HTTP/1.1~Host: localhost~Bad Name: x",
					"400 | GET / HTTP/1.1~Host: localhost:port",
					"400 | POST / HTTP/1.1~Host: localhost~Content-Length: -1", "400 | GET / HTTP/2.0",
					"414 | GET /{long} HTTP/1.1~Host: localhost", "431 | GET / HTTP/1.1~Host: localhost~X: {long}" })
	void isAProblemDocumentAndTheEnd(int status, String request) throws IOException {
		String answer = send(request.replace("~", "\r\n").replace("{long}", "x".repeat(10_000)) + "\r\n\r\n");

		assertThat(answer).startsWith("HTTP/1.1 " + status + " ")
			.containsIgnoringCase("content-type: application/problem+json")
			.containsIgnoringCase("x-content-type-options: nosniff")
			.containsIgnoringCase("connection: close");
		String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
		assertThat(answer).containsIgnoringCase("content-length: " + body.length());
		JsonNode problem = JsonMapper.shared().readTree(body);
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("title").asString("")).isNotBlank();
		assertThat(problem.path("detail").asString("")).isNotBlank();
	}

	@Test
	void whatWasAskedBeforeItIsAnswered() throws IOException {
		String answer = send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n");

		assertThat(answer).startsWith("HTTP/1.1 200 ").contains("here").contains("HTTP/1.1 400 ");
		assertThat(answer.substring(answer.indexOf("HTTP/1.1 400"))).contains("\"status\":400");
	}

	@Test
	void aBodyThatBreaksOffItsFramingIsAProblemToo() throws IOException {
		String answer = send(
				"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n\r\n");

		assertThat(answer).doesNotContain("content-length: 0\r\n");
	}

	@Test
	void anAnswerOfAHandlerIsLeftAsItIs() throws IOException {
		assertThat(send("GET /own HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains("own").doesNotContain("problem");
	}

	private String send(String request) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", server.port())) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

}
