package org.web3ecosystem.systemtest;

import java.nio.file.Files;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What a node serves is answered for as long as the node is there. */
@SystemTest
class WithdrawalTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String ASSET = "printer.asset." + FederationContract.ZONE;

	@Test
	void recordsOfAKilledNodeAreWithdrawnAndComeBackWithIt() {
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode second = federation.node(2);
			Awaitility.await("node 2 has an operator")
				.atMost(PATIENCE)
				.until(() -> Files.exists(second.home().resolve("operator/operator.pem")));
			Awaitility.await("an asset of node 2")
				.atMost(PATIENCE)
				.until(() -> Operator.of(federation.root(), second.home())
					.post(second.https("/hypermesh/assets"), "application/json",
							"{\"id\": \"printer\", \"kind\": \"service\"}")
					.statusCode() / 100 == 2);
			awaitAnswer(federation.node(1), "127.0.0.1");

			federation.kill9(second);
			long killed = System.nanoTime();
			for (int other : new int[] { 1, 3, 4 }) {
				awaitAnswer(federation.node(other), "");
			}
			Figures.note("four processes: kill -9 → what it served is withdrawn by the others",
					Figures.seconds(Duration.ofNanos(System.nanoTime() - killed)), "≤ 5 s");
			assertThat(dig(federation.node(1), "node2.node." + FederationContract.ZONE)).as("where it is to be found")
				.contains("127.0.0.1");

			federation.start(second);
			awaitAnswer(federation.node(1), "127.0.0.1");
		}
	}

	private static void awaitAnswer(TestNode server, String address) {
		Awaitility.await(ASSET + " at " + server)
			.pollInterval(Duration.ofMillis(100))
			.atMost(PATIENCE)
			.until(() -> dig(server, ASSET).strip().equals(address));
	}

	/** In one line what it says, which nobody who is silent says. */
	private static String dig(TestNode server, String name) {
		return Peer.DIG.run("@127.0.0.1", "-p", Integer.toString(server.ports().dns()), "+short", "+tries=1", name, "A")
			.out();
	}

}
