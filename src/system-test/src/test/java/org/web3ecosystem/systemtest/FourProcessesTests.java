package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code init} and four times {@code java -jar}: the gate. */
class FourProcessesTests extends FederationContract {

	private static final String NAME = "newcomer";

	@Override
	TestFederation found(Path directory) {
		return new Processes(directory);
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
