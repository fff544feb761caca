package org.web3ecosystem.platform.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** As much of an API server as is asked: GET, and PATCH by RFC 7396 with versions. */
final class FakeCluster implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String NAMESPACE = "/api/v1/namespaces/fed/";

	private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();

	private final HttpServer server;

	private final Path token;

	FakeCluster(Path directory) throws IOException {
		token = Files.writeString(directory.resolve("token"), "secret-token\n");
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answer);
		server.start();
	}

	/** What the chart makes. */
	FakeCluster withPapers(String name, int validators) {
		make("configmaps/" + name + "-federation");
		make("secrets/" + name + "-root-key");
		for (int ordinal = 0; ordinal < validators; ordinal++) {
			make("secrets/" + name + "-" + ordinal + "-home");
		}
		return this;
	}

	ClusterApi api() {
		return new ClusterApi(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "fed", token,
				HttpClient.newHttpClient());
	}

	/** The fields of an object under this word, or nothing. */
	JsonNode fields(String path, String word) {
		return object(path).path(word);
	}

	/** Somebody puts fields there. */
	void put(String path, String word, String json) {
		object(path).set(word, JSON.readTree(json));
	}

	/** Somebody else changes it. */
	void touch(String path) {
		metadata(object(path)).put("resourceVersion", "touched");
	}

	private ObjectNode object(String path) {
		ObjectNode object = objects.get(NAMESPACE + path);
		if (object == null) {
			throw new AssertionError("there is no " + path);
		}
		return object;
	}

	private void make(String path) {
		ObjectNode object = JSON.createObjectNode();
		object.putObject("metadata").put("resourceVersion", "0");
		objects.put(NAMESPACE + path, object);
	}

	private void answer(HttpExchange exchange) throws IOException {
		ObjectNode object = objects.get(exchange.getRequestURI().getPath());
		JsonNode sent = "PATCH".equals(exchange.getRequestMethod())
				? JSON.readTree(exchange.getRequestBody().readAllBytes()) : JSON.createObjectNode();
		int status = status(exchange, object, sent);
		if (status == 200 && object != null && !sent.isEmpty()) {
			merge(object, sent);
			metadata(object).put("resourceVersion", version(object) + "+");
		}
		byte[] body = (status == 200 ? String.valueOf(object) : "{}").getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	private static int status(HttpExchange exchange, @Nullable ObjectNode object, JsonNode sent) {
		if (!"Bearer secret-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
			return 403;
		}
		if (object == null) {
			return 404;
		}
		String version = version(sent);
		return version.isEmpty() || version.equals(version(object)) ? 200 : 409;
	}

	private static String version(JsonNode object) {
		return object.path("metadata").path("resourceVersion").asString("");
	}

	private static ObjectNode metadata(ObjectNode object) {
		return (ObjectNode) object.path("metadata");
	}

	private static void merge(ObjectNode target, JsonNode change) {
		change.properties().forEach(field -> {
			if (field.getValue().isNull()) {
				target.remove(field.getKey());
			}
			else if (field.getValue().isObject()) {
				merge(target.path(field.getKey()) instanceof ObjectNode there ? there
						: target.putObject(field.getKey()), field.getValue());
			}
			else {
				target.set(field.getKey(), field.getValue());
			}
		});
	}

	@Override
	public void close() {
		server.stop(0);
	}

}
