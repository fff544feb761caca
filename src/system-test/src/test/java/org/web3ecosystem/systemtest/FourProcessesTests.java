package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Echoes;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Ports;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code init} and four times {@code java -jar}: the gate. */
class FourProcessesTests extends FederationContract {

	private static final String NAME = "newcomer";

	private final Echoes echoes = echoes();

	/**
	 * Of a sixth node, which there is not: where node 1 listens for what goes to node 2.
	 */
	private Ports forwarded;

	@Override
	@SuppressWarnings("NullAway.Init")
	TestFederation found(Path directory) {
		Processes processes = new Processes(directory);
		processes.runFrom(Platform.jar());
		TestNode second = processes.node(2);
		forwarded = processes.ports().ofNode(7);
		processes.set(processes.node(1),
				Stream
					.of(forward(0, forwarded.https(), second, echoes.overTcp()),
							forward(1, forwarded.dns(), second, echoes.overUdp()),
							forward(2, forwarded.http(), second, "127.0.0.1:" + second.ports().http() + "/tcp"))
					.flatMap(List::stream)
					.toArray(String[]::new));
		processes.set(second, "--web3.stoq.forward.allow[0].peers=" + processes.node(1).id(),
				"--web3.stoq.forward.allow[0].to=" + echoes.overTcp() + "," + echoes.overUdp());
		return processes;
	}

	private static Echoes echoes() {
		try {
			return new Echoes();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static List<String> forward(int index, int port, TestNode peer, String to) {
		String prefix = "--web3.stoq.forward.listen[" + index + "].";
		return List.of(prefix + "at=127.0.0.1:" + port, prefix + "peer=" + peer.id(), prefix + "to=" + to);
	}

	@AfterAll
	void closeEchoes() throws IOException {
		echoes.close();
	}

	@Test
	void aTcpPortOfOneNodeLeadsToWhatAnotherAllows() throws IOException {
		double before = federation().node(2).metric("web3.stoq.forward.opened");
		byte[] said = new byte[300_000];
		new Random(1).nextBytes(said);
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), forwarded.https())) {
			client.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
			Thread.startVirtualThread(() -> say(client, said));
			assertThat(client.getInputStream().readAllBytes()).isEqualTo(said);
		}
		for (int number : new int[] { 1, 2 }) {
			TestNode node = federation().node(number);
			Awaitility.await(node + " has counted")
				.atMost(PATIENCE)
				.until(() -> node.metric("web3.stoq.forward.bytes") >= 2 * said.length);
		}
		assertThat(federation().node(2).metric("web3.stoq.forward.opened")).isEqualTo(before + 1);
	}

	private static void say(Socket client, byte[] said) {
		try {
			client.getOutputStream().write(said);
			client.shutdownOutput();
		}
		catch (IOException gone) {
			// what comes back says so
		}
	}

	@Test
	void aUdpPortOfOneNodeLeadsToWhatAnotherAllows() throws IOException {
		byte[] said = "over udp, through stoq".getBytes(StandardCharsets.UTF_8);
		try (DatagramSocket client = new DatagramSocket()) {
			client.connect(InetAddress.getLoopbackAddress(), forwarded.dns());
			client.setSoTimeout(500);
			DatagramPacket heard = new DatagramPacket(new byte[1000], 1000);
			Awaitility.await("an echo, in spite of losses").atMost(PATIENCE).until(() -> {
				client.send(new DatagramPacket(said, said.length));
				try {
					client.receive(heard);
					return true;
				}
				catch (SocketTimeoutException lost) {
					return false;
				}
			});
			assertThat(Arrays.copyOf(heard.getData(), heard.getLength())).isEqualTo(said);
		}
		assertThat(federation().node(1).metric("web3.stoq.forward.opened")).isPositive();
	}

	/** Though node 1 would lead there: what is reached is for node 2 to say. */
	@Test
	void whatIsNotOnTheListIsNotReached() throws IOException {
		String refusals = "web3.stoq.forward.refusals?tag=reason:not-allowed";
		double before = federation().node(2).metric(refusals);
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), forwarded.http())) {
			client.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
			client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(client.getInputStream().read()).isEqualTo(-1);
		}
		catch (SocketException reset) {
			// which it may be as well
		}
		assertThat(federation().node(2).metric(refusals)).isEqualTo(before + 1);
		Awaitility.await("node 1 has counted").atMost(PATIENCE).until(() -> federation().node(1).metric(refusals) > 0);
	}

	@Test
	void connectionsOfNodesAgreedOnAPostQuantumKeyExchange() {
		for (TestNode node : federation().nodes()) {
			assertThat(node.metric("web3.stoq.handshakes?tag=group:X25519MLKEM768")).as("%s", node)
				.isGreaterThanOrEqualTo(6);
			assertThat(node.metric("web3.stoq.handshakes?tag=group:unknown")).as("%s", node).isZero();
		}
	}

	@Test
	void aFifthNodeJoinsWithATokenAndTheTokenIsSpent() {
		Processes federation = (Processes) federation();
		String token = token("15m");
		Path home = federation.directory().resolveSibling(NAME);
		Program join = join(token, home, NAME, 400);
		assertThat(join.exit()).as(join.out() + join.err()).isZero();
		assertThat(join.out()).contains("joined local as " + NAME);

		Path second = federation.directory().resolveSibling("second");
		Program again = join(token, second, "second", 500);
		assertThat(again.exit()).isPositive();
		assertThat(again.err()).contains("error: ").doesNotContain("\tat ");
		assertThat(second).doesNotExist();

		TestNode fifth = federation.joined(NAME, home, 5);
		federation.start(fifth);
		fifth.awaitPhase(3, TestFederation.PATIENCE);
		assertThat(state(fifth).path("validators").path("n").asInt()).isEqualTo(4);
		assertThat(state(fifth).path("chainId")).isEqualTo(state(federation.node(1)).path("chainId"));
		String id = "shared-" + Long.toHexString(System.nanoTime());
		assertThat(register(federation, id).statusCode()).isIn(200, 201, 202);
		awaitAsset(federation, fifth, id);
		Awaitility.await("the newcomer has a name")
			.atMost(PATIENCE)
			.until(() -> Peer.DIG
				.run("@127.0.0.1", "-p", Integer.toString(federation.node(2).ports().dns()), "+short",
						NAME + ".node." + ZONE, "A")
				.successfully()
				.contains("127.0.0.1"));
		federation.kill9(fifth);
	}

	/** Names, packages, money and assets in one walk over all components. */
	@Test
	void aPackageIsPaidForKeptByTwoAndFoundByItsName() throws GeneralSecurityException {
		TestNode first = federation().node(1);
		Operator operator = Operator.of(federation().root(), first.home());
		String account = "/caesar/accounts/" + state(first).path("node").asString().substring(0, 32);
		long before = json(operator.get(first.https(account)).body()).path("balance").asLong();
		byte[] blob = new byte[100_000];
		new Random(before).nextBytes(blob);
		String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));

		assertThat(operator.put(first.https("/catalog/blobs/" + digest), "application/octet-stream", blob).statusCode())
			.isBetween(200, 201);
		String publication = """
				{"name": "tool", "version": "1.2.3", "description": "a tool", "keywords": [], "dependencies": {},
				 "blobs": [{"path": "tool.bin", "digest": "%s", "mediaType": "application/octet-stream"}]}"""
			.formatted(digest);
		HttpResponse<String> published = operator.post(first.https("/catalog/packages"), "application/json",
				publication);
		assertThat(published.statusCode()).as(published.body()).isEqualTo(201);

		assertThat(json(operator.get(first.https(account)).body()).path("balance").asLong()).as("a fee was paid")
			.isLessThan(before);
		TestNode last = federation().node(4);
		Operator reader = Operator.anonymous(federation().root());
		Awaitility.await("two nodes have the blob")
			.atMost(PATIENCE)
			.until(() -> json(reader.get(last.https("/catalog/packages/tool/%5E1.2")).body()).path("blobs")
				.path(0)
				.path("holders")
				.size() >= 2);
		awaitAsset(federation(), last, "tool");
		assertThat(Peer.DIG
			.run("@127.0.0.1", "-p", Integer.toString(last.ports().dns()), "+short", "tool.asset." + ZONE, "A")
			.successfully()).contains("127.0.0.1");
		HttpResponse<String> overwritten = operator.post(first.https("/catalog/packages"), "application/json",
				publication.replace("a tool", "another tool"));
		assertThat(overwritten.statusCode()).as("versions are immutable: " + overwritten.body()).isBetween(400, 499);
	}

	@Test
	void stakeIsBondedAndAnAssetLeasedByTerm() {
		TestNode first = federation().node(1);
		Operator operator = Operator.of(federation().root(), first.home());
		long bonded = json(operator.get(first.https("/caesar/stake")).body()).path("bonded").asLong();
		HttpResponse<String> bond = operator.post(first.https("/caesar/stake"), "application/json", "{\"bond\": 5}");
		assertThat(bond.statusCode()).as(bond.body()).isEqualTo(201);
		assertThat(json(operator.get(first.https("/caesar/stake")).body()).path("bonded").asLong())
			.isEqualTo(bonded + 5);

		String id = "cpu-" + Long.toHexString(System.nanoTime());
		operator.post(first.https("/hypermesh/assets"), "application/json",
				"{\"id\": \"" + id + "\", \"kind\": \"cpu\"}");
		HttpResponse<String> lease = operator.post(first.https("/hypermesh/assets/" + id + "/lease"),
				"application/json", "{\"seconds\": 60}");
		assertThat(lease.statusCode()).as(lease.body()).isEqualTo(201);
		assertThat(json(lease.body()).path("state").path("term").asLong()).isEqualTo(1);
		assertThat(operator
			.post(first.https("/hypermesh/assets/" + id + "/lease"), "application/json", "{\"seconds\": 60}")
			.statusCode()).isEqualTo(409);
	}

	@Test
	void anExpiredTokenIsRefused() {
		String token = token("1s");
		Instant expired = Instant.now().plusSeconds(2);
		Awaitility.await("the token is too old")
			.atMost(Duration.ofSeconds(10))
			.until(() -> Instant.now().isAfter(expired));
		refused(token);
	}

	@Test
	void aTokenOfAnotherRootIsNotShownToAnybody() {
		String token = token("15m");
		refused(otherRoot(token));
		// it was not spent by the attempt
		Path home = federation().directory().resolveSibling("late");
		Program join = join(token, home, "late", 500);
		assertThat(join.exit()).as(join.out() + join.err()).isZero();
	}

	@Test
	void whatIsNoTokenIsRefused() {
		refused("hunter2");
	}

	@Test
	void onlyTheOperatorMakesTokens() {
		Program program = Platform.run("token", "create", "--home=" + federation().node(2).home());
		assertThat(program.exit()).isPositive();
		assertThat(program.err()).contains("error: ").doesNotContain("\tat ");
	}

	@Test
	void noNodeHoldsTheRootKey() throws IOException {
		for (TestNode node : federation().nodes()) {
			try (var files = Files.walk(node.home())) {
				assertThat(files.map(file -> file.getFileName().toString()))
					.noneMatch(name -> name.contains("root-key"));
			}
		}
		assertThat(Files.readString(federation().directory().resolve("root-key.p8")))
			.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
	}

	private void refused(String token) {
		Path home = federation().directory().resolveSibling("refused");
		Program join = join(token, home, "refused", 500);
		assertThat(join.exit()).as(join.out()).isPositive();
		assertThat(join.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
		assertThat(join.err()).doesNotContain("\tat ");
		assertThat(home).doesNotExist();
	}

	private String token(String life) {
		return Platform.run("token", "create", "--home=" + federation().node(1).home(), "--ttl=" + life)
			.successfully()
			.strip();
	}

	private Program join(String token, Path home, String name, int offset) {
		int shifted = ((Processes) federation()).ports().offset() + offset;
		return Platform.run("join", "--token=" + token, "--home=" + home, "--name=" + name, "--port-offset=" + shifted);
	}

	/** The same token with one digit of the root's fingerprint changed. */
	private static String otherRoot(String token) {
		String[] parts = token.split(":", 5);
		parts[3] = (parts[3].startsWith("0") ? "1" : "0") + parts[3].substring(1);
		return String.join(":", parts);
	}

}
