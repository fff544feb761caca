package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One node as its users see it: ports on this machine. */
public final class TestNode {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration REQUEST = Duration.ofSeconds(5);

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(REQUEST)
		.version(HttpClient.Version.HTTP_1_1)
		.build();

	private final String name;

	private final Ports ports;

	private final Path home;

	/** Distinct phases in the order they were seen. */
	private final CopyOnWriteArrayList<Integer> walk = new CopyOnWriteArrayList<>();

	TestNode(String name, Ports ports, Path home) {
		this.name = name;
		this.ports = ports;
		this.home = home;
	}

	public String name() {
		return name;
	}

	public Ports ports() {
		return ports;
	}

	public Path home() {
		return home;
	}

	public URI http(String path) {
		return URI.create("http://127.0.0.1:" + ports.http() + path);
	}

	public URI https(String path) {
		return URI.create("https://localhost:" + ports.https() + path);
	}

	/** GET on the plain port. */
	public HttpResponse<String> get(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(http(path)).timeout(REQUEST).build();
			return client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException failure) {
			throw new AssertionError(name + " does not answer GET " + path + ": " + failure, failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", interrupted);
		}
	}

	/** {@code /actuator/bootstrap}, if the node answers. */
	public Optional<JsonNode> bootstrap() {
		try {
			HttpResponse<String> response = get("/actuator/bootstrap");
			Optional<JsonNode> state = response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body()))
					: Optional.empty();
			state.ifPresent(this::remember);
			return state;
		}
		catch (AssertionError | JacksonException silent) {
			return Optional.empty();
		}
	}

	/** Phase 0 to 3, or -1 if the node does not answer. */
	public int phase() {
		return bootstrap().map(state -> state.path("phase").asInt(-1)).orElse(-1);
	}

	/** Polls until the state is as wanted, and gives it. */
	public JsonNode await(String what, Duration patience, Predicate<JsonNode> wanted) {
		try {
			return Awaitility.await(name + " " + what)
				.pollInterval(Duration.ofMillis(100))
				.pollDelay(Duration.ZERO)
				.atMost(patience)
				.until(this::bootstrap, state -> state.filter(wanted).isPresent())
				.orElseThrow();
		}
		catch (ConditionTimeoutException late) {
			throw new AssertionError(name + " not " + what + " within " + patience + "; " + brief(), late);
		}
	}

	public JsonNode awaitPhase(int phase, Duration patience) {
		return await("in phase " + phase, patience, state -> state.path("phase").asInt(-1) >= phase);
	}

	/** Where it stands and what it waits for. */
	public String brief() {
		return name + " " + bootstrap().map(state -> {
			StringBuilder text = new StringBuilder("in phase " + state.path("phase").asInt());
			state.path("gates")
				.values()
				.stream()
				.filter(gate -> !gate.path("status").asString().equals("UP"))
				.forEach(gate -> text.append("\n  to ")
					.append(gate.path("to").asString())
					.append(": ")
					.append(gate.path("id").asString())
					.append(": ")
					.append(gate.path("reason").asString()));
			return text.append("\n  fallbacks: ").append(state.path("fallbacks")).toString();
		}).orElse("does not answer");
	}

	/** The distinct phases this node was seen in, in that order. */
	public CopyOnWriteArrayList<Integer> walk() {
		return walk;
	}

	/** Forgets which phases were seen. */
	public void forgetWalk() {
		walk.clear();
	}

	@Override
	public String toString() {
		return name;
	}

	private void remember(JsonNode state) {
		int phase = state.path("phase").asInt(-1);
		if (walk.isEmpty() || walk.getLast() != phase) {
			walk.add(phase);
		}
	}

}
