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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Ports;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Debian's Knot, NSD and BIND serve the federation's zone, which they take from one node
 * when it tells them. By themselves they would ask once an hour (the SOA's refresh).
 */
@SystemTest
class SecondaryTests {

	private static final String ZONE = FederationContract.ZONE;

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	/** For what a secondary is told of, far below the refresh. */
	private static final Duration SOON = Duration.ofSeconds(15);

	private static final String SECRET = Base64.getEncoder()
		.encodeToString("not so secret, for this is a test".getBytes(StandardCharsets.US_ASCII));

	private static final Ports FREE = Ports.free();

	private static final int KNOT = FREE.dns();

	private static final int NSD = FREE.ofNode(2).dns();

	private static final int BIND = FREE.ofNode(3).dns();

	private static final int TLS = FREE.ofNode(4).dns();

	private static Path work;

	private static Processes federation;

	private static TestNode primary;

	@BeforeAll
	static void found() throws IOException {
		work = Scratch.directory(SecondaryTests.class);
		Path keys = Files.createFile(work.resolve("tsig-keys"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		StringBuilder lines = new StringBuilder("other hmac-sha256 " + SECRET + "\n");
		for (String key : List.of("knot", "nsd", "bind", "absent")) {
			lines.append(key).append(" hmac-sha256 ").append(SECRET).append(" transfer\n");
		}
		Files.writeString(keys, lines);
		federation = new Processes(work);
		primary = federation.node(1);
		String secondaries = "--web3.trustchain.dns.secondaries";
		federation.set(primary, "--web3.trustchain.dns.tsig-keys-file=" + keys, "--web3.trustchain.dns.tls=true",
				"--web3.trustchain.dns.tls-port=" + TLS, secondaries + "[0].address=127.0.0.1:" + KNOT,
				secondaries + "[0].key=knot", secondaries + "[1].address=127.0.0.1:" + NSD, secondaries + "[1].key=nsd",
				secondaries + "[2].address=127.0.0.1:" + BIND, secondaries + "[2].key=bind",
				secondaries + "[3].address=127.0.0.1:" + FREE.ofNode(5).dns(), secondaries + "[3].key=absent");
		federation.start();
		federation.awaitPhase(3);
	}

	@AfterAll
	static void end() {
		federation.close();
	}

	@Test
	void knotIsToldOfNewsAndTakesWhatIsDifferent() throws IOException {
		Peer.KNOT.require();
		Path anchors = anchors();
		Path log = work.resolve("knot.log");
		Process knot = started(log, "knotd", "-c", knot().toString());
		try {
			isServed(KNOT, PATIENCE, "node2.node." + ZONE, "A", "127.0.0.1");
			String web = "web.knot." + ZONE;
			register(web, "A 192.0.2.80", "TXT \\\"hello world\\\"");
			isServed(KNOT, SOON, web, "A", "192.0.2.80");
			isServed(KNOT, SOON, web, "TXT", "\"hello world\"");
			register(web, "A 192.0.2.81", "TXT \\\"hello world\\\"");
			isServed(KNOT, SOON, web, "A", "192.0.2.81");
			assertThat(Files.readString(log)).as("in Knot's log")
				.containsPattern("notify, incoming, .*127.0.0.1")
				.contains("AXFR, incoming", "IXFR, incoming")
				.doesNotContain("warning:", "error:");
			for (String asked : List.of(ZONE + " SOA", ZONE + " NS", ZONE + " DNSKEY", "_stoq._udp." + ZONE + " SRV",
					web + " A")) {
				assertThat(delv(KNOT, anchors, asked)).as(asked).contains("; fully validated");
			}
			for (String denied : List.of("nobody." + ZONE + " A", web + " AAAA", "node." + ZONE + " A")) {
				assertThat(delv(KNOT, anchors, denied)).as(denied).contains("; negative response, fully validated");
			}
			isShown("knot", "differences");
			hasWhatThePrimaryHas(KNOT, "knot");
		}
		finally {
			end(knot);
		}
	}

	@Test
	void nsdIsToldOfNewsAndTakesWhatIsDifferent() throws IOException {
		Peer.NSD.require();
		Path log = work.resolve("nsd.log");
		Process nsd = started(log, "nsd", "-d", "-c", nsd().toString());
		try {
			isServed(NSD, PATIENCE, "node2.node." + ZONE, "A", "127.0.0.1");
			String web = "web.nsd." + ZONE;
			register(web, "A 192.0.2.80");
			isServed(NSD, SOON, web, "A", "192.0.2.80");
			register(web, "A 192.0.2.81");
			isServed(NSD, SOON, web, "A", "192.0.2.81");
			assertThat(delv(NSD, anchors(), web + " A")).contains("; fully validated");
			assertThat(delv(NSD, anchors(), "nobody." + ZONE + " A")).contains("; negative response, fully validated");
			isShown("nsd", "differences");
			hasWhatThePrimaryHas(NSD, "nsd");
		}
		finally {
			end(nsd);
		}
	}

	@Test
	void bindIsToldOfNewsAndTakesWhatIsDifferent() throws IOException {
		Peer.NAMED.require();
		Path log = work.resolve("named.log");
		Process named = started(log, "named", "-g", "-c", bind().toString());
		try {
			isServed(BIND, PATIENCE, "node2.node." + ZONE, "A", "127.0.0.1");
			String web = "web.bind." + ZONE;
			register(web, "A 192.0.2.80");
			isServed(BIND, SOON, web, "A", "192.0.2.80");
			register(web, "A 192.0.2.81");
			isServed(BIND, SOON, web, "A", "192.0.2.81");
			assertThat(delv(BIND, anchors(), web + " A")).contains("; fully validated");
			assertThat(Files.readString(log)).contains("received notify for zone '" + ZONE + "'");
			isShown("bind", "differences");
			hasWhatThePrimaryHas(BIND, "bind");
		}
		finally {
			end(named);
		}
	}

	@Test
	void whoIsNotThereIsShownAsSuch() {
		Awaitility.await().atMost(PATIENCE).until(() -> shown("absent").path("trouble").isString());
		assertThat(shown("absent").path("told").isNumber()).isTrue();
		assertThat(shown("absent").path("confirmed").isMissingNode()).isTrue();
	}

	@Test
	void nobodyElseTakesIt() {
		for (String key : List.of("hmac-sha256:other:" + SECRET, "hmac-sha256:knot:" + "A".repeat(44),
				"hmac-sha256:nobody:" + SECRET)) {
			assertThat(taken("-y", key)).as(key).doesNotContain("node2");
		}
		assertThat(taken()).doesNotContain("node2");
		assertThat(taken("-y", "hmac-sha256:knot:" + SECRET)).contains("node2.node." + ZONE);
		assertThat(transfers().path("refused").asLong()).isPositive();
	}

	@Test
	void overTlsTooForWhoHasAKey() {
		assertThat(takenOverTls("-y", "hmac-sha256:knot:" + SECRET)).contains("node2.node." + ZONE, "NSEC");
		assertThat(takenOverTls("-y", "hmac-sha256:knot:" + "A".repeat(44))).doesNotContain("node2");
		assertThat(takenOverTls()).doesNotContain("node2");
	}

	private static Process started(Path log, String... command) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static void end(Process server) {
		server.destroy();
		try {
			if (!server.waitFor(10, TimeUnit.SECONDS)) {
				server.destroyForcibly();
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static String taken(String... more) {
		List<String> command = new ArrayList<>(
				List.of("@127.0.0.1", "-p", Integer.toString(primary.ports().dns()), ZONE, "AXFR"));
		command.addAll(List.of(more));
		return Peer.DIG.run(command.toArray(String[]::new)).out();
	}

	private static String takenOverTls(String... more) {
		List<String> command = new ArrayList<>(List.of("@127.0.0.1", "-p", Integer.toString(TLS),
				"+tls-ca=" + federation.root(), "+tls-hostname=localhost"));
		command.addAll(List.of(more));
		command.addAll(List.of(ZONE, "AXFR"));
		return Peer.KDIG.run(command.toArray(String[]::new)).out();
	}

	/** Its records of the newest serial are the primary's, signatures and all. */
	private static void hasWhatThePrimaryHas(int port, String key) {
		Awaitility.await("the same zone").atMost(PATIENCE).untilAsserted(() -> {
			List<String> theirs = records(port, key);
			assertThat(theirs).hasSizeGreaterThan(30).isEqualTo(records(primary.ports().dns(), key));
		});
	}

	private static List<String> records(int port, String key) {
		return Peer.DIG
			.run("@127.0.0.1", "-p", Integer.toString(port), ZONE, "AXFR", "-y", "hmac-sha256:" + key + ":" + SECRET,
					"+noall", "+answer", "+onesoa")
			.out()
			.lines()
			.filter(line -> !line.contains("TSIG") && !line.startsWith(";") && !line.isBlank())
			.sorted()
			.toList();
	}

	private static JsonNode transfers() {
		return new JsonMapper()
			.readTree(Operator.of(federation.root(), primary.home()).get(primary.https("/actuator/dns")).body())
			.path("transfers");
	}

	private static JsonNode shown(String key) {
		for (JsonNode each : transfers().path("secondaries")) {
			if (each.path("key").asString().equals(key)) {
				return each;
			}
		}
		throw new AssertionError("no secondary " + key + " in " + transfers());
	}

	/** It confirmed what it was told, and took that. */
	private static void isShown(String key, String form) {
		Awaitility.await(key + " at /actuator/dns").atMost(PATIENCE).untilAsserted(() -> {
			JsonNode shown = shown(key);
			assertThat(shown.path("confirmed").asLong()).as(shown.toString())
				.isPositive()
				.isEqualTo(shown.path("told").asLong());
			assertThat(shown.path("took").asLong()).isGreaterThanOrEqualTo(shown.path("confirmed").asLong());
		});
		assertThat(transfers().path(form).asLong()).as(form).isPositive();
	}

	private static Path anchors() throws IOException {
		Path anchors = work.resolve("anchors.conf");
		Awaitility.await("keys of all four").atMost(PATIENCE).until(() -> {
			String told = primary.get("/trustchain/zone/anchors?format=bind").body();
			Files.writeString(anchors, told);
			return told.lines().filter(line -> line.contains("static-ds")).count() == 4;
		});
		return anchors;
	}

	private static Path knot() throws IOException {
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
				  - id: knot
				    algorithm: hmac-sha256
				    secret: %s
				remote:
				  - id: federation
				    address: 127.0.0.1@%d
				    key: knot
				acl:
				  - id: federation
				    address: 127.0.0.1
				    key: knot
				    action: [notify, transfer]
				zone:
				  - domain: %s
				    storage: %s
				    master: federation
				    acl: federation
				""".formatted(KNOT, state, state, state, SECRET, primary.ports().dns(), ZONE, state));
	}

	private static Path nsd() throws IOException {
		Path state = Files.createDirectories(work.resolve("nsd"));
		return Files.writeString(work.resolve("nsd.conf"), """
				server:
				    ip-address: 127.0.0.1@%d
				    username: ""
				    database: ""
				    zonesdir: "%s"
				    xfrdir: "%s"
				    pidfile: "%s/nsd.pid"
				    xfrdfile: "%s/xfrd.state"
				    zonelistfile: "%s/zone.list"
				    verbosity: 2
				remote-control:
				    control-enable: no
				key:
				    name: "nsd"
				    algorithm: hmac-sha256
				    secret: "%s"
				zone:
				    name: "%s"
				    zonefile: "zone"
				    request-xfr: 127.0.0.1@%d nsd
				    allow-notify: 127.0.0.1 nsd
				    provide-xfr: 127.0.0.1 nsd
				""".formatted(NSD, state, state, state, state, state, SECRET, ZONE, primary.ports().dns()));
	}

	private static Path bind() throws IOException {
		Path state = Files.createDirectories(work.resolve("bind"));
		return Files.writeString(work.resolve("named.conf"), """
				options {
					directory "%s";
					pid-file "%s/named.pid";
					session-keyfile "%s/session.key";
					listen-on port %d { 127.0.0.1; };
					listen-on-v6 { none; };
					recursion no;
					dnssec-validation no;
					notify no;
				};
				controls { };
				key bind { algorithm hmac-sha256; secret "%s"; };
				zone "%s" {
					type secondary;
					primaries { 127.0.0.1 port %d key bind; };
					allow-notify { key bind; };
					allow-transfer { key bind; };
					file "zone";
				};
				""".formatted(state, state, state, BIND, SECRET, ZONE, primary.ports().dns()));
	}

	private static void register(String name, String... records) {
		StringBuilder lines = new StringBuilder();
		for (String record : records) {
			lines.append(lines.isEmpty() ? "\"" : ", \"").append(record).append('"');
		}
		assertThat(Operator.of(federation.root(), primary.home())
			.put(primary.https("/hypermesh/names/" + name), "application/json",
					("{\"records\": [" + lines + "]}").getBytes(StandardCharsets.UTF_8))
			.statusCode()).isEqualTo(200);
	}

	private static void isServed(int port, Duration within, String name, String type, String value) {
		Awaitility.await(name + " " + type + " at " + port)
			.atMost(within)
			.until(() -> Peer.DIG.run("@127.0.0.1", "-p", Integer.toString(port), name, type, "+short", "+tries=1")
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
