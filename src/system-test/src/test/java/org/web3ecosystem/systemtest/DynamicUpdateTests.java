package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of the federation changed by BIND's nsupdate, and asked for by dnsperf. */
@SystemTest
class DynamicUpdateTests {

	private static final String ZONE = FederationContract.ZONE;

	private static final String WWW = "www." + ZONE;

	private static final String SECRET = Base64.getEncoder()
		.encodeToString("not so secret, for this is a test".getBytes(StandardCharsets.US_ASCII));

	private static final String KEY = "hmac-sha256:web:" + SECRET;

	@Test
	void whoHasAKeyChangesNamesAndNobodyElseDoes() throws IOException {
		Path work = Scratch.directory(getClass());
		Path keys = Files.createFile(work.resolve("tsig-keys"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(keys, "web hmac-sha256 " + SECRET + " update=" + ZONE + "\nother hmac-sha256 " + SECRET
				+ " update=other." + ZONE + "\n");
		try (Processes federation = new Processes(work)) {
			federation.nodes().forEach(node -> federation.set(node, "--web3.trustchain.dns.tsig-keys-file=" + keys));
			federation.start();
			federation.awaitPhase(3);

			recordsComeAndGo(federation, work);
			prerequisitesAreKept(federation, work);
			strangersAreRefused(federation, work);
			nothingIsLostUnderLoad(federation, work);
		}
	}

	private static void recordsComeAndGo(Processes federation, Path work) throws IOException {
		TestNode node = federation.node(2);
		accepted(node, work, "update add " + WWW + " 300 A 192.0.2.1", "update add " + WWW + " 300 TXT \"hello world\"",
				"update add " + WWW + " 300 SRV 1 2 8443 " + WWW + ".");
		everywhere(federation, WWW, "A", "192.0.2.1");
		everywhere(federation, WWW, "TXT", "\"hello world\"");
		everywhere(federation, WWW, "SRV", "1 2 8443 " + WWW + ".");

		accepted(node, work, "update delete " + WWW + " A", "update add " + WWW + " 60 A 192.0.2.2",
				"update add " + WWW + " 60 A 192.0.2.3");
		everywhere(federation, WWW, "A", "192.0.2.2", "192.0.2.3");
		acceptedBy("-v", node, work, "update delete " + WWW + " A 192.0.2.2");
		everywhere(federation, WWW, "A", "192.0.2.3");
		everywhere(federation, WWW, "TXT", "\"hello world\"");
		accepted(node, work, "update delete " + WWW);
		for (TestNode each : federation.nodes()) {
			Awaitility.await(WWW + " at " + each)
				.atMost(TestFederation.PATIENCE)
				.until(() -> dig(each, WWW, "A", "+dnssec").contains("NXDOMAIN")
						|| dig(each, WWW, "A").contains("NXDOMAIN"));
		}
	}

	private static void prerequisitesAreKept(Processes federation, Path work) throws IOException {
		TestNode node = federation.node(1);
		accepted(node, work, "prereq nxdomain " + WWW, "update add " + WWW + " 60 A 192.0.2.1");
		says("YXDOMAIN", node, work, KEY, ZONE, "prereq nxdomain " + WWW, "update add " + WWW + " 60 A 192.0.2.9");
		says("NXRRSET", node, work, KEY, ZONE, "prereq yxrrset " + WWW + " TXT",
				"update add " + WWW + " 60 A 192.0.2.9");
		accepted(node, work, "prereq yxrrset " + WWW + " A 192.0.2.1", "update add " + WWW + " 60 A 192.0.2.2");
		everywhere(federation, WWW, "A", "192.0.2.1", "192.0.2.2");
	}

	private static void strangersAreRefused(Processes federation, Path work) throws IOException {
		TestNode node = federation.node(1);
		String add = "update add " + WWW + " 60 A 192.0.2.9";
		says("REFUSED", node, work, null, ZONE, add);
		says("BADSIG", node, work, "hmac-sha256:web:" + "A".repeat(44), ZONE, add);
		says("BADKEY", node, work, "hmac-sha256:nobody:" + SECRET, ZONE, add);
		says("REFUSED", node, work, "hmac-sha256:other:" + SECRET, ZONE, add);
		says("NOTAUTH", node, work, KEY, "example.com", "update add www.example.com 60 A 192.0.2.9");
		says("REFUSED", node, work, KEY, ZONE, "update add node1.node." + ZONE + " 60 A 192.0.2.9");
		everywhere(federation, WWW, "A", "192.0.2.1", "192.0.2.2");
	}

	private static void nothingIsLostUnderLoad(Processes federation, Path work) throws IOException {
		Path queries = work.resolve("queries");
		Files.writeString(queries, WWW + " A\n" + ZONE + " SOA\n" + ZONE + " NS\n_stoq._udp." + ZONE
				+ " SRV\nnode2.node." + ZONE + " A\n");
		TestNode node = federation.node(3);
		for (String mode : List.of("udp", "tcp")) {
			String figures = Peer.DNSPERF
				.run("-s", "127.0.0.1", "-p", Integer.toString(node.ports().dns()), "-m", mode, "-d",
						queries.toString(), "-l", "3", "-Q", "300", "-c", "2")
				.successfully();
			assertThat(figures).as(mode)
				.containsPattern("Queries lost: +0 ")
				.containsPattern("NOERROR [1-9][0-9]* \\(100");
		}
	}

	private static void accepted(TestNode node, Path work, String... lines) throws IOException {
		acceptedBy("", node, work, lines);
	}

	/**
	 * @param option {@code -v} for TCP
	 */
	private static void acceptedBy(String option, TestNode node, Path work, String... lines) throws IOException {
		Program done = nsupdate(node, work, KEY, ZONE, option, lines);
		assertThat(done.exit()).as("%s %s: %s%s%s", option, List.of(lines), done.out(), done.err(), node.brief())
			.isZero();
	}

	private static void says(String what, TestNode node, Path work, String key, String zone, String... lines)
			throws IOException {
		for (String option : List.of("", "-v")) {
			Program said = nsupdate(node, work, key, zone, option, lines);
			assertThat(said.exit()).as("%s", List.of(lines)).isNotZero();
			assertThat(said.out() + said.err()).as("%s", List.of(lines)).contains(what);
		}
	}

	private static Program nsupdate(TestNode node, Path work, String key, String zone, String option, String... lines)
			throws IOException {
		Path commands = work.resolve("commands");
		Files.write(commands,
				Stream
					.of(Stream.of("server 127.0.0.1 " + node.ports().dns(), "zone " + zone), Arrays.stream(lines),
							Stream.of("send"))
					.flatMap(each -> each)
					.toList());
		List<String> arguments = Stream
			.of(option.isEmpty() ? Stream.<String>empty() : Stream.of(option),
					(key == null) ? Stream.<String>empty() : Stream.of("-y", key), Stream.of(commands.toString()))
			.flatMap(each -> each)
			.toList();
		return Peer.NSUPDATE.run(arguments.toArray(String[]::new));
	}

	private static void everywhere(Processes federation, String name, String type, String... data) {
		for (TestNode node : federation.nodes()) {
			Awaitility.await(name + " at " + node)
				.atMost(TestFederation.PATIENCE)
				.pollInterval(Duration.ofMillis(200))
				.until(() -> dig(node, name, type, "+short").lines().sorted().toList().equals(List.of(data)));
		}
	}

	private static String dig(TestNode node, String name, String type, String... options) {
		return Peer.DIG
			.run(Stream.concat(Stream.of("@127.0.0.1", "-p", Integer.toString(node.ports().dns()), name, type),
					Stream.of(options))
				.toArray(String[]::new))
			.out();
	}

}
