package org.web3ecosystem.platform.running;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.web3ecosystem.platform.access.Resource;
import org.web3ecosystem.platform.api.Route;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The edge of a running node, as users, attackers and auditors meet it. */
class EdgeTests {

	@TempDir
	private static Path directory;

	private static OneNode node;

	@BeforeAll
	static void start() {
		node = OneNode.start(directory, Map.of());
	}

	@AfterAll
	static void stop() {
		node.close();
	}

	@Test
	void everyRouteBelongsToAResourceOfTheTable() throws IOException {
		List<Route> served = new ArrayList<>(Served.functional(node.context()));
		served.addAll(Served.mapped(node.context()));
		served.addAll(Served.files());
		assertThat(served).extracting(Route::path)
			.contains("/hypermesh/assets/{id}/lease", "/catalog/packages", "/caesar/transfers", "/trustchain/tokens",
					"/bootstrap/events", "/actuator/health", "/actuator/prometheus", "/livez", "/audit",
					"/dashboard/board.js");
		assertThat(served).filteredOn(route -> Resource.of(route.path()) == Resource.NOTHING)
			.extracting(Route::path)
			// Boot's error page needs no request to it, and answers 404 as everything
			// there
			.isEmpty();
	}

	@Test
	void aWriteLeavesTwoRecordsAndTheTransaction() {
		HttpResponse<String> registered = node.operator("POST", "/hypermesh/assets",
				"{\"id\":\"audited\",\"kind\":\"service\",\"description\":\"nobody reads this\"}");
		assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);

		List<JsonNode> records = await("/hypermesh/assets", 2);

		JsonNode begun = records.get(0);
		JsonNode ended = records.get(1);
		assertThat(begun.path("event").asString()).isEqualTo("begun");
		assertThat(begun.path("role").asString()).isEqualTo("operator");
		assertThat(begun.path("certificate").asString()).matches("[0-9a-f]{8,40}");
		assertThat(begun.path("from").asString()).isEqualTo("127.0.0.1");
		assertThat(begun.path("method").asString()).isEqualTo("POST");
		assertThat(ended.path("event").asString()).isEqualTo("ended");
		assertThat(ended.path("status").asInt()).isEqualTo(201);
		assertThat(ended.path("outcome").asString()).isEqualTo("done");
		assertThat(ended.path("transaction").asString())
			.isEqualTo(OneNode.json(registered).path("transaction").asString())
			.matches("[0-9a-f]{64}");
		assertThat(node.operator("/audit?limit=1000").body()).doesNotContain("nobody reads this");
	}

	@Test
	void aRefusedWriteIsRecordedWithItsReason() {
		assertThat(node
			.anybody(HttpRequest.newBuilder(node.https("/caesar/stake?secret=1"))
				.POST(HttpRequest.BodyPublishers.ofString("{}")))
			.statusCode()).isEqualTo(401);
		JsonNode refused = await("/caesar/stake", 1).getFirst();
		assertThat(refused.path("event").asString()).isEqualTo("refused");
		assertThat(refused.path("role").asString()).isEqualTo("reader");
		assertThat(refused.path("status").asInt()).isEqualTo(401);
		assertThat(refused.path("reason").asString()).contains("operator");
		assertThat(refused.path("path").asString()).isEqualTo("/caesar/stake");
	}

	@Test
	void aFailedWriteIsRecordedWithWhatItWasTold() {
		assertThat(node.operator("POST", "/catalog/packages", "{").statusCode()).isEqualTo(400);
		assertThat(await("/catalog/packages", 2).get(1).path("outcome").asString()).contains("JSON");
	}

	@Test
	void theRecordIsReadInPagesByTheOperatorAlone() {
		assertThat(node.anybody(HttpRequest.newBuilder(node.https("/audit"))).statusCode()).isEqualTo(401);
		assertThat(node.anybody(HttpRequest.newBuilder(node.http("/audit"))).statusCode()).isEqualTo(403);
		node.operator("DELETE", "/hypermesh/assets/none/lease?term=1", "");
		List<Integer> numbers = new ArrayList<>();
		String page = "/audit?limit=2";
		while (!page.isEmpty()) {
			HttpResponse<String> response = node.operator(page);
			assertThat(response.statusCode()).isEqualTo(200);
			JsonNode body = OneNode.json(response);
			assertThat(body.path("broken")).isEmpty();
			body.path("records").forEach(one -> numbers.add(one.path("number").asInt()));
			page = body.path("next").asString("");
			assertThat(response.headers().firstValue("Link").orElse(""))
				.isEqualTo(page.isEmpty() ? "" : "<" + page + ">; rel=\"next\"");
		}
		assertThat(numbers).startsWith(1, 2, 3).isSorted().doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(strings = { "after=-1", "after=x", "limit=0", "limit=1001", "limit=1&limit=2",
			"after=99999999999999999999" })
	void aPageThatIsNoneIsRefused(String query) {
		assertThat(node.operator("/audit?" + query).statusCode()).isEqualTo(400);
	}

	@Test
	void ownersAreLetInOverHttpsFromThisMachine() {
		HttpRequest.Builder post = HttpRequest.newBuilder(node.https("/hypermesh/transactions"))
			.POST(HttpRequest.BodyPublishers.ofString("x"));
		assertThat(node.anybody(post).statusCode()).as("what is there decides").isNotIn(401, 403);
		assertThat(node.anybody(post.copy().header("Sec-Fetch-Site", "cross-site")).statusCode()).isEqualTo(403);
		assertThat(node
			.anybody(HttpRequest.newBuilder(node.http("/hypermesh/transactions"))
				.POST(HttpRequest.BodyPublishers.ofString("x")))
			.statusCode()).isEqualTo(403);
		JsonNode begun = await("/hypermesh/transactions", 1).getFirst();
		assertThat(begun.path("role").asString()).isEqualTo("owner");
	}

	@Test
	void twoHostsAndNoHostAreRefused() throws IOException {
		assertThat(raw("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 400");
		assertThat(raw("GET /actuator/health HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400");
		assertThat(raw("GET http://evil/actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 400");
		assertThat(raw("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 200");
	}

	@Test
	void whatCannotBeReadIsAProblemDocumentAtBothPorts() throws IOException {
		Map<String, Integer> unreadable = Map.of("nonsense", 400, "GET /" + "x".repeat(10_000) + " HTTP/1.1", 414,
				"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(10_000), 431,
				"GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close", 400);
		for (Map.Entry<String, Integer> request : unreadable.entrySet()) {
			for (String answer : List.of(raw(request.getKey() + "\r\n\r\n"), rawTls(request.getKey() + "\r\n\r\n"))) {
				assertThat(answer).startsWith("HTTP/1.1 " + request.getValue())
					.containsIgnoringCase("content-type: application/problem+json")
					.contains("\"status\":" + request.getValue());
			}
		}
	}

	/** The server has answered for itself before the handler comes to it. */
	@Test
	void aBodyThatIsBrokenWhileItIsAnsweredIsNoErrorInTheLog() throws IOException {
		List<String> logged = new CopyOnWriteArrayList<>();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
					logged.add(event.getFormattedMessage());
				}
			}

		};
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		appender.setContext(root.getLoggerContext());
		appender.start();
		root.addAppender(appender);
		try {
			for (int i = 0; i < 20; i++) {
				raw("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
			}
			Awaitility.await()
				.during(Duration.ofSeconds(1))
				.atMost(Duration.ofSeconds(20))
				.until(() -> logged.stream().noneMatch(line -> line.contains("HTTP GET")));
		}
		finally {
			root.detachAppender(appender);
		}
	}

	@Test
	void whatIsNotAllowedSaysWhatIs() {
		Map<String, Set<String>> methods = new TreeMap<>();
		Served.functional(node.context())
			.forEach(route -> methods.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method()));
		assertThat(methods).hasSizeGreaterThan(20);
		methods.forEach((path, allowed) -> {
			assertThat(allowed.contains("GET")).as("HEAD where GET: %s", path).isEqualTo(allowed.contains("HEAD"));
			HttpResponse<String> refused = node.operator("PATCH", example(path), "{}");
			assertThat(refused.statusCode()).as(path).isEqualTo(405);
			assertThat(refused.headers().firstValue("Allow").orElse("").split(", ?")).as(path)
				.containsExactlyInAnyOrderElementsOf(allowed);
			problem(refused, 405);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/hypermesh", "/hypermesh/nothing", "/catalog", "/catalog/nothing", "/caesar",
			"/caesar/nothing", "/trustchain/nothing", "/bootstrap", "/actuator/nothing", "/audit/1", "/v3",
			"/dashboard/nothing.js" })
	void whereThereIsNothingIsAProblemDocument(String path) {
		problem(node.operator(path), 404);
		problem(node.operator("POST", path, "{}"), 404);
	}

	@Test
	void headIsGetWithoutItsBody() {
		for (String path : List.of("/hypermesh/assets", "/catalog/packages", "/caesar/stake", "/trustchain/root.pem",
				"/audit", "/bootstrap/events", "/actuator/health")) {
			HttpResponse<String> head = node.operator(HttpRequest.newBuilder(node.https(path)).HEAD());
			assertThat(head.statusCode()).as(path).isEqualTo(200);
			assertThat(head.body()).isEmpty();
			assertThat(head.headers().firstValue("Content-Type")).as(path).isPresent();
		}
	}

	@Test
	void aWriteThatIsSentTwiceIsCarriedOutOnce() {
		String body = "{\"id\":\"once\",\"kind\":\"service\"}";
		HttpResponse<String> first = node.operator("POST", "/hypermesh/assets", body, "Idempotency-Key", "k-1");
		HttpResponse<String> second = node.operator("POST", "/hypermesh/assets", body, "Idempotency-Key", "\"k-1\"");
		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(second.statusCode()).isEqualTo(201);
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
		assertThat(second.headers().firstValue("Location")).contains("/hypermesh/assets/once");
		assertThat(second.headers().allValues("Content-Security-Policy")).hasSize(1);
		problem(node.operator("POST", "/hypermesh/assets", body.replace("once", "twice"), "Idempotency-Key", "k-1"),
				422);
		assertThat(node.operator("/hypermesh/assets/twice").statusCode()).isEqualTo(404);
		assertThat(node.operator("POST", "/hypermesh/assets", body).statusCode()).as("without a key").isEqualTo(409);
	}

	/** There it is the ledger that remembers, after a restart too. */
	@Test
	void theKeyOfATransferIsItsIdStill() {
		String key = "5c1d3f0ab2e44d7a9d5e6f7081920399";
		String body = "{\"credit\":\"" + "ab".repeat(32) + "\",\"amount\":1,\"code\":7}";
		HttpResponse<String> first = node.operator("POST", "/caesar/transfers", body, "Idempotency-Key", key);
		HttpResponse<String> second = node.operator("POST", "/caesar/transfers", body, "Idempotency-Key", key);
		assertThat(second.statusCode()).as(second.body()).isEqualTo(first.statusCode()).isIn(201, 422);
		assertThat(second.body()).isEqualTo(first.body());
		problem(node.operator("POST", "/caesar/transfers", body.replace(":1,", ":2,"), "Idempotency-Key", key), 422);
		problem(node.operator("POST", "/caesar/transfers", body, "Idempotency-Key", "not-an-id"), 400);
	}

	private static String example(String path) {
		return path.replaceAll("\\{[a-z]+}", "1".repeat(64));
	}

	private static void problem(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as("%s: %s", response.uri(), response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		assertThat(OneNode.json(response).path("status").asInt()).isEqualTo(status);
		assertThat(OneNode.json(response).path("detail").asString()).as(response.body()).isNotBlank();
	}

	private static String raw(String request) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", node.endpoints().http())) {
			return exchange(socket, request);
		}
	}

	private static String rawTls(String request) throws IOException {
		try (Socket socket = node.tls(false).getSocketFactory().createSocket("localhost", node.endpoints().https())) {
			return exchange(socket, request);
		}
	}

	private static String exchange(Socket socket, String request) throws IOException {
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * The records about a path and those that say how these ended, once they are there.
	 */
	private static List<JsonNode> await(String path, int atLeast) {
		return Awaitility.await(path).until(() -> records(path), records -> records.size() >= atLeast);
	}

	private static List<JsonNode> records(String path) {
		List<JsonNode> found = new ArrayList<>();
		List<Integer> writes = new ArrayList<>();
		OneNode.json(node.operator("/audit?limit=1000")).path("records").forEach(one -> {
			if (one.path("path").asString("").equals(path)) {
				found.add(one);
				writes.add(one.path("number").asInt());
			}
			else if (writes.contains(one.path("write").asInt(-1))) {
				found.add(one);
			}
		});
		return found;
	}

}
