package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The drill of the guide: a federation that works is stopped, backed up, wiped and put
 * back; what is looked at after that is the restored one.
 */
@SystemTest
class BackupTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String PAYEE = "ab".repeat(16);

	private static final int PAID = 25;

	private Processes federation;

	private Path work;

	private Path backup;

	private Path passphrase;

	private JsonNode before;

	private long balance;

	@BeforeAll
	void backUpWipeAndRestore() throws IOException {
		work = Scratch.directory(getClass());
		backup = work.resolve("federation.backup");
		passphrase = Files.writeString(work.resolve("passphrase"), "a passphrase that nobody guesses\n");
		federation = new Processes(work);
		federation.start();
		federation.awaitPhase(3);
		before = FederationContract.state(federation.node(1));
		assertThat(FederationContract.register(federation, "before").statusCode()).isIn(200, 201, 202);
		pay();
		balance = balance(federation.node(1), account());

		federation.stop();
		String made = Platform
			.run("backup", "--dir=" + federation.directory(), "--to=" + backup, "--passphrase-file=" + passphrase)
			.successfully();
		assertThat(made).contains("backed up federation local", "encrypted");
		wipe(federation.directory());
		Platform
			.run("restore", "--from=" + backup, "--dir=" + federation.directory(), "--passphrase-file=" + passphrase)
			.successfully();

		long begun = System.nanoTime();
		federation.start();
		federation.awaitPhase(3);
		Figures.note("four processes: restored and started → all in PHASE_3",
				Duration.ofNanos(System.nanoTime() - begun));
	}

	@AfterAll
	void end() {
		if (federation != null) {
			federation.close();
		}
	}

	@Test
	void aRestoredFederationGoesOnAsItWas() {
		assertThat(FederationContract.state(federation.node(1)).path("chainId")).isEqualTo(before.path("chainId"));
		assertThat(FederationContract.state(federation.node(1)).path("node")).isEqualTo(before.path("node"));
		for (TestNode node : federation.nodes()) {
			FederationContract.awaitAsset(federation, node, "before");
			assertThat(balance(node, PAYEE)).as("%s", node).isEqualTo(PAID);
			assertThat(balance(node, account())).as("%s", node).isEqualTo(balance);
		}
		assertThat(FederationContract.register(federation, unique("after")).statusCode()).isIn(200, 201, 202);
	}

	@Test
	void anExportIsCheckedWithTheGenesisDocumentAlone() throws IOException {
		Path export = work.resolve(unique("ledger") + ".jsonl");
		String told = Platform.run("export", "--home=" + federation.node(2).home(), "--to=" + export).successfully();
		assertThat(told).contains("more than two thirds of the weight", "none missing");
		Path genesis = Files.copy(federation.directory().resolve("genesis.cbor"), work.resolve(unique("genesis")));

		assertThat(verify(export, genesis).successfully()).contains("assets ", "economy ", "none missing");

		String text = Files.readString(export);
		Files.writeString(export, text.replaceFirst("\"key\":\"(.)", "\"key\":\"$1x"));
		Program changed = verify(export, genesis);
		assertThat(changed.exit()).isEqualTo(1);
		assertThat(changed.err()).contains("line 2: ").doesNotContain("\tat ");
		Files.writeString(export, text.substring(0, text.length() / 2));
		assertThat(verify(export, genesis).exit()).isEqualTo(1);
	}

	@Test
	void aNodeThatComesBackAloneFromAnOlderBackupContradictsNobody() {
		TestNode victim = federation.node(4);
		String since = unique("since");
		assertThat(FederationContract.register(federation, since).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, victim, since);
		federation.kill9(victim);
		wipe(victim.home());

		String told = Platform
			.run("restore", "--from=" + backup, "--home=" + victim.home(), "--node=node4",
					"--passphrase-file=" + passphrase)
			.successfully();
		assertThat(told).contains("comes back alone");
		long begun = System.nanoTime();
		federation.start(victim);
		victim.awaitPhase(3, PATIENCE);
		Figures.note("four processes: one restored alone and started → in PHASE_3",
				Duration.ofNanos(System.nanoTime() - begun));

		FederationContract.awaitAsset(federation, victim, since);
		String after = unique("after");
		assertThat(FederationContract.register(federation, after).statusCode()).isIn(200, 201, 202);
		FederationContract.awaitAsset(federation, victim, after);
		assertThat(victim.get("/trustchain/log/checkpoint").body())
			.matches("(?s)node4\\.node\\.local\\.internal/log/\\d{10}\n.*");
		for (TestNode node : federation.nodes()) {
			assertThat(meter(node, "web3.ledger.misbehaviours")).as("misbehaviours that %s saw", node).isZero();
			assertThat(meter(node, "web3.ledger.disagreements")).as("disagreements that %s saw", node).isZero();
		}
		// its log issues and is believed
		Awaitility.await("what the new log has is ordered")
			.atMost(PATIENCE)
			.until(() -> meter(victim, "web3.trustchain.log.size") > 0
					&& meter(victim, "web3.trustchain.ordering.waiting") == 0);
	}

	@Test
	void aRunningNodeIsNotBackedUp() {
		Program refused = Platform.run("backup", "--home=" + federation.node(1).home(),
				"--to=" + work.resolve("running.backup"));

		assertThat(refused.exit()).isPositive();
		assertThat(refused.err()).contains("another node is running", "do: Stop it first").doesNotContain("\tat ");
		assertThat(work.resolve("running.backup")).doesNotExist();
	}

	private void pay() {
		TestNode payer = federation.node(1);
		Path key = payer.home().resolve("operator/operator.pem");
		Awaitility.await(key.toString()).atMost(PATIENCE).until(() -> Files.exists(key));
		var paid = Operator.of(federation.root(), payer.home())
			.post(payer.https("/caesar/transfers"), "application/json",
					"{\"credit\": \"" + PAYEE + "ab".repeat(16) + "\", \"amount\": " + PAID + ", \"code\": 1}");
		assertThat(paid.statusCode()).as(paid.body()).isEqualTo(201);
	}

	private String account() {
		return before.path("node").asString().substring(0, 32);
	}

	private long balance(TestNode node, String account) {
		return FederationContract
			.json(Operator.anonymous(federation.root()).get(node.https("/caesar/accounts/" + account)).body())
			.path("balance")
			.asLong(-1);
	}

	private static double meter(TestNode node, String name) {
		return FederationContract.json(node.get("/actuator/metrics/" + name).body())
			.path("measurements")
			.path(0)
			.path("value")
			.asDouble(-1);
	}

	private static Program verify(Path export, Path genesis) {
		return Platform.run("verify-export", "--file=" + export, "--genesis=" + genesis);
	}

	private static String unique(String name) {
		return name + "-" + Long.toHexString(System.nanoTime());
	}

	private static void wipe(Path directory) {
		try (Stream<Path> entries = Files.walk(directory)) {
			for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(entry);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
