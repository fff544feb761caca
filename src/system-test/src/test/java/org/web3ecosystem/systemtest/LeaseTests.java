package org.web3ecosystem.systemtest;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Machines;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What a name leads to is what is so now, by dig and by proof. */
@SystemTest
class LeaseTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String WEB = "web." + FederationContract.ZONE;

	private static final String DISK = "disk.asset." + FederationContract.ZONE;

	@Test
	void namesEndWithTheirLeasesAndAssetsAreWhereTheyAreNow() {
		try (Processes federation = new Processes(Scratch.directory(getClass()), Machines.ownAddresses())) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			federation.nodes()
				.forEach(node -> Awaitility.await("an operator of " + node)
					.atMost(PATIENCE)
					.until(() -> Files.exists(node.home().resolve("operator/operator.pem"))));

			aServiceHasANameForAsLongAsItsLease(federation);
			anAssetIsWhereItsLesseeAndItsOwnerAre(federation);
		}
	}

	private static void aServiceHasANameForAsLongAsItsLease(Processes federation) {
		TestNode second = federation.node(2);
		Operator operator = Operator.of(federation.root(), second.home());
		put(operator, second, "/hypermesh/names/" + WEB,
				"{\"ttl\": 600, \"lease\": 20, \"records\": [\"A 192.0.2.2\"]}");
		federation.nodes().forEach(node -> awaitAddresses(node, WEB, Set.of("192.0.2.2")));
		assertThat(ttl(federation.node(3), WEB)).as("not longer than the lease").isLessThanOrEqualTo(20);
		isProven(federation, WEB, "it has these records");

		assertThat(Operator.of(federation.root(), federation.node(1).home())
			.delete(federation.node(1).https("/hypermesh/names/" + WEB))
			.statusCode()).isEqualTo(403);

		// and without anything that is ordered meanwhile
		federation.nodes().forEach(node -> awaitAddresses(node, WEB, Set.of()));
		assertThat(operator.get(second.https("/hypermesh/names/" + WEB)).statusCode()).isEqualTo(404);
		isProven(federation, WEB, "nobody has registered it");

		put(operator, second, "/hypermesh/names/" + WEB, "{\"records\": [\"A 192.0.2.2\"]}");
		federation.nodes().forEach(node -> awaitAddresses(node, WEB, Set.of("192.0.2.2")));
		assertThat(operator.delete(second.https("/hypermesh/names/" + WEB)).statusCode()).isEqualTo(200);
		federation.nodes().forEach(node -> awaitAddresses(node, WEB, Set.of()));
	}

	private static void anAssetIsWhereItsLesseeAndItsOwnerAre(Processes federation) {
		TestNode owner = federation.node(2);
		TestNode lessee = federation.node(3);
		Operator operator = Operator.of(federation.root(), owner.home());
		Awaitility.await("an asset")
			.atMost(PATIENCE)
			.until(() -> operator
				.post(owner.https("/hypermesh/assets"), "application/json", "{\"id\": \"disk\", \"kind\": \"storage\"}")
				.statusCode() / 100 == 2);
		awaitAddresses(federation.node(1), DISK, Set.of("127.0.0.2"));

		HttpResponse<String> leased = Operator.of(federation.root(), lessee.home())
			.post(lessee.https("/hypermesh/assets/disk/lease"), "application/json", "{\"seconds\": 20}");
		assertThat(leased.statusCode()).as(leased.body()).isEqualTo(201);
		awaitAddresses(federation.node(1), DISK, Set.of("127.0.0.2", "127.0.0.3"));
		isProven(federation, DISK, "it leads to the nodes that have the asset");
		awaitAddresses(federation.node(1), DISK, Set.of("127.0.0.2"));

		put(operator, owner, "/hypermesh/assets/disk/owner", "{\"owner\": \"" + federation.node(4).id() + "\"}");
		federation.nodes().forEach(node -> awaitAddresses(node, DISK, Set.of("127.0.0.4")));
	}

	private static void put(Operator operator, TestNode node, String path, String body) {
		HttpResponse<String> done = operator.put(node.https(path), "application/json",
				body.getBytes(StandardCharsets.UTF_8));
		assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
	}

	/** Fetched from a node and checked with the genesis document alone. */
	private static void isProven(Processes federation, String name, String says) {
		Path file = federation.directory().resolve(name + "-" + says.hashCode() + ".proof");
		Platform.run("proof", "get", "--home=" + federation.node(1).home(), "--name=" + name, "--to=" + file)
			.successfully();
		Program verified = Platform.run("proof", "verify", "--file=" + file, "--genesis=" + federation.directory(),
				"--name=" + name, "-o", "json");
		JsonNode proven = JsonMapper.shared().readTree(verified.successfully());
		assertThat(proven.path("says").asString()).isEqualTo(says);
		Program other = Platform.run("proof", "verify", "--file=" + file, "--genesis=" + federation.directory(),
				"--name=other." + FederationContract.ZONE);
		assertThat(other.exit()).isNotZero();
		assertThat(other.err()).contains("proof of");
	}

	private static void awaitAddresses(TestNode server, String name, Set<String> addresses) {
		Awaitility.await(name + " at " + server + ": " + addresses)
			.pollInterval(Duration.ofMillis(200))
			.atMost(PATIENCE)
			.until(() -> addresses(server, name).equals(addresses));
	}

	private static Set<String> addresses(TestNode server, String name) {
		Set<String> addresses = new TreeSet<>();
		Arrays.stream(dig(server, name, "+short").split("\n")).filter(line -> !line.isBlank()).forEach(addresses::add);
		return addresses;
	}

	private static int ttl(TestNode server, String name) {
		return Integer.parseInt(dig(server, name, "+noall", "+answer").strip().split("\\s+")[1]);
	}

	private static String dig(TestNode server, String name, String... options) {
		String[] asked = { "@" + server.http("").getHost(), "-p", Integer.toString(server.ports().dns()), "+tries=1",
				name, "A" };
		String[] all = Arrays.copyOf(asked, asked.length + options.length);
		System.arraycopy(options, 0, all, asked.length, options.length);
		return Peer.DIG.run(all).out();
	}

}
