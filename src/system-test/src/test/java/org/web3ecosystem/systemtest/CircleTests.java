package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Cli;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All components doing work for each other, on four processes, with {@code curl},
 * {@code dig}, {@code openssl} and the command line alone.
 */
@SystemTest
class CircleTests {

	private static final String ZONE = FederationContract.ZONE;

	private static final JsonMapper JSON = new JsonMapper();

	private static final String FEES = "00000000000000000000000000000002";

	/** A window of challenges, the proof in it and a good deal of patience. */
	private static final Duration WINDOWS = Duration.ofMinutes(4);

	private static final int BLOB_BYTES = 2 << 20;

	private static final String TOOL = """
			{"name": "tool", "version": "1.2.3", "description": "a tool", "keywords": ["handy"], "dependencies": {},
			 "blobs": [{"path": "tool.bin", "mediaType": "application/octet-stream"}]}""";

	private Path work;

	private Processes federation;

	private Cli node1;

	private Path genesis;

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void walkToPhase3() {
		work = Scratch.directory(getClass());
		federation = new Processes(work);
		federation.giveEveryNodeAnOperator();
		federation.start();
		federation.awaitPhase(3);
		node1 = Cli.operator(federation.node(1));
		genesis = federation.node(1).home().resolve("genesis.cbor");
	}

	@AfterAll
	void stop() {
		federation.close();
	}

	@Test
	void theWalkThroughEverything() throws IOException {
		publish();
		keptByTwoAndFoundByName();
		anotherNodeLeases();
		usageIsRewarded();
		stakeIsShown();
		provenOffline();
		sameStateEverywhere();
	}

	private void publish() throws IOException {
		long before = balance(node1);
		long fees = node1.ask("account", "show", "--id=" + FEES).path("balance").asLong();
		byte[] blob = new byte[BLOB_BYTES];
		new Random(42).nextBytes(blob);
		Files.write(work.resolve("tool.bin"), blob);
		Path manifest = Files.writeString(work.resolve("tool.json"), TOOL);

		JsonNode published = node1.ask("package", "publish", "--file=" + manifest);

		assertThat(published.path("foundAs").asString()).isEqualTo("tool.asset." + ZONE);
		long fee = before - balance(node1);
		assertThat(fee).isPositive();
		assertThat(node1.ask("account", "show", "--id=" + FEES).path("balance").asLong() - fees)
			.isGreaterThanOrEqualTo(fee);
	}

	private void keptByTwoAndFoundByName() {
		Awaitility.await("two nodes keep the blob")
			.atMost(FederationContract.PATIENCE)
			.until(() -> holders().size() >= 2);
		assertThat(node1.ask("asset", "show", "--id=tool").path("kind").asString()).isEqualTo("PACKAGE");
		Awaitility.await("the name points to both")
			.atMost(FederationContract.PATIENCE)
			.until(() -> node1.ask("asset", "show", "--id=tool").path("holders").size() >= 2);
		TestNode last = federation.node(4);
		FederationContract.awaitAsset(federation, last, "tool");
		assertThat(Peer.DIG
			.run("@127.0.0.1", "-p", Integer.toString(last.ports().dns()), "+short", "tool.asset." + ZONE, "A")
			.successfully()).contains("127.0.0.1");

		Path fetched = work.resolve("fetched");
		Cli.operator(last).ask("package", "get", "--name=tool", "--version=^1.0", "--to=" + fetched);
		assertThat(sha256(fetched.resolve("tool.bin"))).isEqualTo(sha256(work.resolve("tool.bin")));
		String digest = sha256(work.resolve("tool.bin"));
		Path copy = work.resolve("copy.bin");
		Peer.CURL
			.run("--silent", "--fail", "--cacert", federation.root().toString(), "--output", copy.toString(),
					federation.node(3).https("/catalog/packages/tool/1.2.3/blobs/" + digest).toString())
			.successfully();
		assertThat(sha256(copy)).isEqualTo(digest);
	}

	private JsonNode holders() {
		return node1.ask("package", "show", "--name=tool", "--version=1.2.3").path("blobs").path(0).path("holders");
	}

	/** By somebody nobody here wrote. */
	private static String sha256(Path file) {
		return Peer.OPENSSL.run("dgst", "-sha256", "-r", file.toString()).successfully().substring(0, 64);
	}

	private void anotherNodeLeases() {
		Cli.operator(federation.node(2)).ask("asset", "register", "--id=disk", "--kind=storage");
		Cli third = Cli.operator(federation.node(3));
		JsonNode leased = third.ask("lease", "take", "--id=disk", "--for=10m");
		assertThat(leased.path("state").path("lessee").asString())
			.isEqualTo(FederationContract.state(federation.node(3)).path("node").asString());
		assertThat(leased.path("state").path("term").asLong()).isEqualTo(1);
		third.ask("lease", "renew", "--id=disk", "--term=1", "--for=1h");
		Cli.operator(federation.node(4)).refused("leased", "lease", "take", "--id=disk", "--for=10m");
		third.refused("term", "lease", "renew", "--id=disk", "--term=7", "--for=1h");
		third.ask("lease", "release", "--id=disk", "--term=1");
	}

	/** Consensus time passes with transactions only, so there is some traffic. */
	private void usageIsRewarded() {
		TestNode other = federation.nodes()
			.stream()
			.skip(1)
			.filter(node -> isHolder(FederationContract.state(node).path("node").asString()))
			.findFirst()
			.orElseThrow();
		Cli keeper = Cli.operator(other);
		Awaitility.await("whoever keeps a blob for another is paid for it")
			.pollInterval(Duration.ofSeconds(2))
			.atMost(WINDOWS)
			.until(() -> {
				node1.ask("transfer", "send", "--to=" + account(keeper), "--amount=1");
				return kinds(keeper).contains("reward");
			});
		assertThat(holders().values().stream().mapToLong(holder -> holder.path("byteSeconds").asLong()).max().orElse(0))
			.isGreaterThan(BLOB_BYTES);
	}

	private boolean isHolder(String node) {
		return holders().values().stream().anyMatch(holder -> holder.path("node").asString().equals(node));
	}

	private static Set<String> kinds(Cli who) {
		Set<String> kinds = new TreeSet<>();
		who.ask("account", "transfers", "--limit=500")
			.path("transfers")
			.forEach(transfer -> kinds.add(transfer.path("kind").asString()));
		return kinds;
	}

	/** An owner who has a key and no node. */
	private void stakeIsShown() throws IOException {
		String alice = newKey("alice");
		Peer.OPENSSL
			.run("pkcs12", "-in", work.resolve("alice.p12").toString(), "-passin",
					"file:" + work.resolve("alice.passphrase"), "-nokeys")
			.successfully();
		Cli owner = owner("alice");
		node1.ask("transfer", "send", "--to=" + alice, "--amount=1000");

		owner.refused("stake", "asset", "register", "--id=alices", "--kind=memory");
		owner.ask("stake", "bond", "--amount=400");
		JsonNode registered = owner.ask("asset", "register", "--id=alices", "--kind=memory");

		assertThat(balance(owner)).isEqualTo(600);
		JsonNode outcome = JSON.readTree(
				Peer.CURL
					.run("--silent", "--fail", "--cacert", federation.root().toString(),
							federation.node(4)
								.https("/hypermesh/transactions/" + registered.path("transaction").asString())
								.toString())
					.successfully());
		assertThat(outcome.path("accepted").asBoolean()).isTrue();
		FederationContract.awaitAsset(federation, federation.node(4), "alices");
		node1.refused("not the author's", "asset", "give", "--id=alices", "--to=" + alice);
		owner.refused("exceed", "transfer", "send", "--to=" + account(node1), "--amount=601");
		assertThat(balance(owner)).isEqualTo(600);
	}

	/** Makes a key and tells its owner's id. */
	private String newKey(String name) throws IOException {
		Path passphrase = Files.writeString(work.resolve(name + ".passphrase"), "correct horse battery staple\n");
		String key = Platform
			.run("key", "create", "--store=" + work.resolve(name + ".p12"), "--passphrase-file=" + passphrase)
			.successfully();
		return key.lines().filter(line -> line.startsWith("owner")).findFirst().orElseThrow().substring(9);
	}

	private Cli owner(String name) {
		return Cli.owner(work.resolve(name + ".p12"), work.resolve(name + ".passphrase"), genesis, federation.node(3));
	}

	private void provenOffline() throws IOException {
		proven("assets", "asset/tool");
		proven("assets", "asset/alices");
		proven("catalogue", "package/tool");
		proven("economy", "account/" + account(node1));
		proven("economy", "totals");
	}

	private void proven(String module, String key) throws IOException {
		Path file = work.resolve(module + "-" + key.replace('/', '-') + ".cbor");
		Peer.CURL
			.run("--silent", "--fail", "--cacert", federation.root().toString(), "--header", "Accept: application/cbor",
					"--get", "--data-urlencode", "key=" + key, "--output", file.toString(),
					federation.node(2).https("/hypermesh/ledger/" + module).toString())
			.successfully();
		String said = verify(file).successfully();
		assertThat(said).contains("key        " + key).doesNotContain("value      none");
		byte[] bytes = Files.readAllBytes(file);
		bytes[bytes.length / 2] ^= 1;
		assertThat(verify(Files.write(file, bytes)).exit()).isEqualTo(1);
	}

	private Program verify(Path file) {
		return Platform.run("proof", "verify", "--file=" + file, "--genesis=" + genesis);
	}

	private void sameStateEverywhere() {
		for (TestNode node : federation.nodes()) {
			JsonNode ledger = FederationContract.state(node)
				.path("components")
				.values()
				.stream()
				.filter(component -> component.path("name").asString().equals("hypermesh"))
				.findFirst()
				.orElseThrow();
			assertThat(ledger.path("details").path("disagreements").asLong()).as(node.name()).isZero();
			assertThat(ledger.path("status").asString()).as(node.name()).isEqualTo("UP");
		}
	}

	@Test
	void badMoneyChangesNothing() throws IOException {
		node1.ask("transfer", "send", "--to=" + newKey("bob"), "--amount=1000");
		Cli bob = owner("bob");
		String id = "abcdef0123456789".repeat(2);
		String payee = account(Cli.operator(federation.node(2)));
		bob.ask("transfer", "send", "--to=" + payee, "--amount=7", "--id=" + id);
		bob.ask("transfer", "send", "--to=" + payee, "--amount=7", "--id=" + id);
		assertThat(balance(bob)).as("the same transfer twice is one").isEqualTo(993);
		bob.refused("exists", "transfer", "send", "--to=" + payee, "--amount=8", "--id=" + id);
		node1.refused("exists", "transfer", "send", "--to=" + payee, "--amount=7", "--id=" + id);
		bob.refused("exceed", "transfer", "send", "--to=" + payee, "--amount=994");
		bob.refused("account", "transfer", "send", "--to=" + "f".repeat(32), "--amount=1");
		bob.refused("exceed", "stake", "bond", "--amount=994");
		assertThat(balance(bob)).isEqualTo(993);
		sameStateEverywhere();
	}

	@Test
	void badPackagesCostNothing() throws IOException {
		node1.ask("package", "publish", "--file=" + manifest("fixed", "1.0.0", "{}", "one"));
		long paid = fees();
		node1.refused("not-there", "package", "publish",
				"--file=" + manifest("wants", "1.0.0", "{\"not-there\": \"^1\"}", ""));
		node1.refused("", "package", "publish", "--file=" + manifest("bomb", "1.0.0", "{}", "x".repeat(60_000)));
		node1.refused("never changes", "package", "publish", "--file=" + manifest("fixed", "1.0.0", "{}", "another"));
		node1.refused("fixed", "package", "publish", "--file=" + manifest("fixed", "2.0.0", "{\"fixed\": \"^2\"}", ""));
		uploads();
		assertThat(fees()).isEqualTo(paid);
		sameStateEverywhere();
	}

	/** How often node 1 has paid. */
	private long fees() {
		return node1.ask("account", "transfers", "--limit=500")
			.path("transfers")
			.values()
			.stream()
			.filter(transfer -> transfer.path("kind").asString().equals("fee"))
			.count();
	}

	private Path manifest(String name, String version, String dependencies, String description) throws IOException {
		return Files.writeString(work.resolve(name + "-" + version + ".json"), """
				{"name": "%s", "version": "%s", "description": "%s", "keywords": [], "dependencies": %s, "blobs": []}"""
			.formatted(name, version, description, dependencies));
	}

	/** Another digest than the bytes', and a gigabyte, of which nobody reads much. */
	private void uploads() throws IOException {
		Path some = Files.writeString(work.resolve("some"), "some");
		assertThat(upload(some, "0".repeat(64))).isEqualTo("422");
		Path huge = work.resolve("huge");
		try (var file = Files.newByteChannel(huge, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
			file.position((1L << 30) - 1);
			file.write(ByteBuffer.wrap(new byte[1]));
		}
		long begun = System.nanoTime();
		assertThat(upload(huge, "1".repeat(64))).isEqualTo("413");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
	}

	private String upload(Path file, String digest) {
		Path operator = federation.node(1).home().resolve("operator");
		return Peer.CURL
			.run("--silent", "--cacert", federation.root().toString(), "--cert",
					operator.resolve("operator.pem").toString(), "--key", operator.resolve("operator.key").toString(),
					"--upload-file", file.toString(), "--output", "/dev/null", "--write-out", "%{http_code}",
					federation.node(1).https("/catalog/blobs/" + digest).toString())
			.out();
	}

	private static long balance(Cli who) {
		return who.ask("account", "show").path("balance").asLong();
	}

	private static String account(Cli who) {
		return who.ask("account", "show").path("id").asString();
	}

}
