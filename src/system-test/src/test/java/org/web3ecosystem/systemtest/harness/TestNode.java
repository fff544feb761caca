package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.web3ecosystem.systemtest.harness.Reach.Reply;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One node as its users see it: an address and ports. */
public final class TestNode {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----";

	/** Lines of a log that a failure tells. */
	private static final int TOLD = 12;

	private final String name;

	private final String address;

	private final String https;

	private final Ports ports;

	private final Path home;

	private final Path log;

	private final Reach reach;

	/** Distinct phases in the order they were seen. */
	private final CopyOnWriteArrayList<Integer> walk = new CopyOnWriteArrayList<>();

	/** The node {@code name} of a machine. */
	TestNode(String name, Machines machines, int machine, Path home, Path log) {
		this.name = name;
		this.address = machines.address(machine);
		this.https = machines.https(machine);
		this.ports = machines.ports(machine);
		this.reach = machines.reach(machine);
		this.home = home;
		this.log = log;
	}

	public String name() {
		return name;
	}

	/** The SHA-256 of the public key in its home, as it is in ids everywhere. */
	public String id() {
		try {
			String pem = Files.readString(home.resolve("node.key"));
			String encoded = pem.substring(pem.indexOf(PUBLIC_KEY) + PUBLIC_KEY.length(), pem.lastIndexOf("-----END"));
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(Base64.getMimeDecoder().decode(encoded)));
		}
		catch (IOException | GeneralSecurityException failure) {
			throw new AssertionError(name + " has no node key: " + failure, failure);
		}
	}

	public Ports ports() {
		return ports;
	}

	public Path home() {
		return home;
	}

	/** Where it writes what it does. */
	public Path log() {
		return log;
	}

	public URI http(String path) {
		return URI.create("http://" + address + ":" + ports.http() + path);
	}

	public URI https(String path) {
		return URI.create("https://" + https + ":" + ports.https() + path);
	}

	/** GET on the plain port. */
	public Reply get(String path) {
		try {
			return reach.get(http(path));
		}
		catch (IOException failure) {
			throw new AssertionError(name + " does not answer GET " + path + ": " + failure, failure);
		}
	}

	/** The first value of a metric. */
	public double metric(String name) {
		return JSON.readTree(get("/actuator/metrics/" + name).body())
			.path("measurements")
			.path(0)
			.path("value")
			.asDouble();
	}

	/** {@code /actuator/bootstrap}, if the node answers. */
	public Optional<JsonNode> bootstrap() {
		try {
			Reply response = get("/actuator/bootstrap");
			Optional<JsonNode> state = response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body()))
					: Optional.empty();
			state.ifPresent(this::remember);
			return state;
		}
		catch (AssertionError | JacksonException silent) {
			return Optional.empty();
		}
	}

	/**
	 * Whether it is where it is said to be, or later, and somebody answers for every seat
	 * there.
	 */
	public static boolean isAt(JsonNode state, int phase) {
		return state.path("phase").asInt(-1) >= phase && state.path("ready").asBoolean();
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

	/** A node that comes back is in its old phase at once, and ready only later. */
	public JsonNode awaitPhase(int phase, Duration patience) {
		return await("ready in phase " + phase, patience, state -> isAt(state, phase));
	}

	/** Where it stands, what it waits for and what it complained of last. */
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
			return text.append("\n  degradations: ").append(state.path("degradations")).toString();
		}).orElse("does not answer") + complaints();
	}

	private String complaints() {
		try {
			List<String> lines = Files.readAllLines(log)
				.stream()
				.filter(line -> line.matches(".*\\b(WARN|ERROR|error:).*"))
				.toList();
			return "\n  " + log + " says last:\n    "
					+ String.join("\n    ", lines.subList(Math.max(0, lines.size() - TOLD), lines.size()));
		}
		catch (IOException none) {
			return "\n  no log: " + none;
		}
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
