package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Ports;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's Knot serves the federation's zone, which it takes from one node. */
@SystemTest
class SecondaryTests {

	private static final String ZONE = FederationContract.ZONE;

	private static final String WEB = "web." + ZONE;

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String SECRET = Base64.getEncoder()
		.encodeToString("not so secret, for this is a test".getBytes(StandardCharsets.US_ASCII));

	@Test
	void knotTakesTheZoneAndWhatItAnswersIsValid() throws IOException {
		Peer.KNOT.require();
		Path work = Scratch.directory(getClass());
		Path keys = Files.createFile(work.resolve("tsig-keys"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(keys, "secondary hmac-sha256 " + SECRET + " transfer\nother hmac-sha256 " + SECRET + "\n");
		try (Processes federation = new Processes(work)) {
			TestNode primary = federation.node(1);
			federation.set(primary, "--web3.trustchain.dns.tsig-keys-file=" + keys);
			federation.start();
			federation.awaitPhase(3);
			Path anchors = anchors(primary, work);
			nobodyElseTakesIt(primary);
			int port = Ports.free().dns();
			Path configuration = configuration(work, port, primary);
			Process knot = new ProcessBuilder("knotd", "-c", configuration.toString()).redirectErrorStream(true)
				.redirectOutput(work.resolve("knot.log").toFile())
				.start();
			try {
				isServed(port, "node2.node." + ZONE, "A", "127.0.0.1");
				register(federation, primary);
				Peer.KNOTC.run("-c", configuration.toString(), "zone-refresh", ZONE).successfully();
				isServed(port, WEB, "A", "192.0.2.80");
				isServed(port, WEB, "TXT", "\"hello world\"");
				for (String asked : List.of(ZONE + " SOA", ZONE + " NS", ZONE + " DNSKEY",
						"_stoq._udp." + ZONE + " SRV", WEB + " A")) {
					assertThat(delv(port, anchors, asked)).as(asked).contains("; fully validated");
				}
				for (String denied : List.of("nobody." + ZONE + " A", WEB + " AAAA", "node." + ZONE + " A")) {
					assertThat(delv(port, anchors, denied)).as(denied).contains("; negative response, fully validated");
				}
			}
			finally {
				knot.destroy();
				awaitEnd(knot);
			}
		}
	}

	private static void awaitEnd(Process knot) {
		try {
			if (!knot.waitFor(10, TimeUnit.SECONDS)) {
				knot.destroyForcibly();
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static void nobodyElseTakesIt(TestNode primary) {
		for (String key : List.of("hmac-sha256:other:" + SECRET, "hmac-sha256:secondary:" + "A".repeat(44),
				"hmac-sha256:nobody:" + SECRET)) {
			assertThat(taken(primary, "-y", key)).as(key).doesNotContain("node2");
		}
		assertThat(taken(primary)).doesNotContain("node2");
		assertThat(taken(primary, "-y", "hmac-sha256:secondary:" + SECRET)).contains("node2.node." + ZONE);
	}

	private static String taken(TestNode primary, String... more) {
		List<String> command = new ArrayList<>(
				List.of("@127.0.0.1", "-p", Integer.toString(primary.ports().dns()), ZONE, "AXFR"));
		command.addAll(List.of(more));
		return Peer.DIG.run(command.toArray(String[]::new)).out();
	}

	private static Path anchors(TestNode primary, Path work) throws IOException {
		Path anchors = work.resolve("anchors.conf");
		Awaitility.await("keys of all four").atMost(PATIENCE).until(() -> {
			String told = primary.get("/trustchain/zone/anchors?format=bind").body();
			Files.writeString(anchors, told);
			return told.lines().filter(line -> line.contains("static-ds")).count() == 4;
		});
		return anchors;
	}

	private static Path configuration(Path work, int port, TestNode primary) throws IOException {
		Path state = Files.createDirectories(work.resolve("knot"));
		return Files.writeString(work.resolve("knot.conf"), """
				server:
				    listen: 127.0.0.1@%d
				    rundir: %s
				control:
				    listen: %s/knot.sock
				database:
				    storage: %s
				log:
				  - target: stderr
				    any: info
				key:
				  - id: secondary
				    algorithm: hmac-sha256
				    secret: %s
				remote:
				  - id: federation
				    address: 127.0.0.1@%d
				    key: secondary
				zone:
				  - domain: %s
				    storage: %s
				    master: federation
				    refresh-min-interval: 5
				    refresh-max-interval: 60
				""".formatted(port, state, state, state, SECRET, primary.ports().dns(), ZONE, state));
	}

	private static void register(Processes federation, TestNode node) {
		assertThat(Operator.of(federation.root(), node.home())
			.put(node.https("/hypermesh/names/" + WEB), "application/json",
					"{\"records\": [\"A 192.0.2.80\", \"TXT \\\"hello world\\\"\"]}".getBytes(StandardCharsets.UTF_8))
			.statusCode()).isEqualTo(200);
	}

	private static void isServed(int port, String name, String type, String value) {
		Awaitility.await(name + " " + type + " at Knot")
			.atMost(PATIENCE)
			.until(() -> Peer.DIG.run("@127.0.0.1", "-p", Integer.toString(port), name, type, "+short")
				.out()
				.strip()
				.equals(value));
	}

	private static String delv(int port, Path anchors, String asked) {
		String[] words = asked.split(" ");
		return Peer.DELV
			.run("@127.0.0.1", "-p", Integer.toString(port), "-a", anchors.toString(), "+root=" + ZONE, words[0],
					words[1])
			.out();
	}

}
