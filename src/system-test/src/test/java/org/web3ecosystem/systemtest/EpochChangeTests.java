package org.web3ecosystem.systemtest;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four processes change who they are while their operators register assets: a weight, a
 * gossip key while a process is killed in the middle, two more while it is away, and the
 * end of a validator. Nothing that was acknowledged is lost, and what is proven
 * afterwards is checked with the genesis document alone.
 */
@SystemTest
class EpochChangeTests {

	/** What has to be acknowledged between two changes. */
	private static final int BETWEEN = 10;

	@Test
	void theRosterChangesUnderWritesAndNothingIsLost() throws InterruptedException {
		Path work = Scratch.directory(getClass());
		try (Processes federation = new Processes(work)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			Registrations registrations = new Registrations(federation, federation.nodes().subList(0, 3));
			RosterChanges changes = new RosterChanges(federation);
			List<TestNode> agreeing = List.of(federation.node(2), federation.node(4));
			registrations.awaitMore(BETWEEN);

			registrations.forgetPause();
			changes.agree("weigh node4 900", agreeing);
			changes.awaitEpoch(1, federation.nodes());
			registrations.awaitMore(BETWEEN);
			Figures.note("longest time without an acknowledged write while the roster changes, four processes",
					Figures.seconds(registrations.longestPause()), "3 s");

			changes.agree("rekey", agreeing);
			federation.kill9(federation.node(3));
			federation.start(federation.node(3));
			changes.awaitEpoch(2, federation.nodes());
			registrations.awaitMore(BETWEEN);

			federation.kill9(federation.node(3));
			changes.agree("weigh node4 950", agreeing);
			changes.awaitEpoch(3, List.of(federation.node(1), federation.node(2), federation.node(4)));
			changes.agree("weigh node4 1000", agreeing);
			changes.awaitEpoch(4, List.of(federation.node(1), federation.node(2), federation.node(4)));
			federation.start(federation.node(3));
			changes.awaitEpoch(4, federation.nodes());
			registrations.awaitMore(BETWEEN);

			// who leaves is none of the next quorum
			changes.agree("remove node4", List.of(federation.node(2), federation.node(3)));
			changes.awaitEpoch(5, federation.nodes().subList(0, 3));
			registrations.awaitMore(BETWEEN);
			registrations.end();

			assertThat(changes.standing(federation.node(1)).path("validators").size()).isEqualTo(3);
			registrations.areThereOn(federation.node(2));
			provenWithTheGenesisDocumentAlone(federation, work);
		}
	}

	private static void provenWithTheGenesisDocumentAlone(Processes federation, Path work) {
		Path genesis = federation.node(4).home();
		Path proof = work.resolve("proof.cbor");
		Path export = work.resolve("export.jsonl");
		Platform
			.run("proof", "get", "--module=ledger", "--key=genesis", "--to=" + proof,
					"--home=" + federation.node(1).home())
			.successfully();
		JsonNode verified = FederationContract
			.json(Platform.run("proof", "verify", "--file=" + proof, "--genesis=" + genesis, "-o", "json")
				.successfully());
		assertThat(verified.path("epoch").asInt()).isEqualTo(5);
		assertThat(verified.path("validators").asInt()).isEqualTo(3);
		Platform.run("export", "--to=" + export, "--home=" + federation.node(2).home()).successfully();
		Platform.run("verify-export", "--file=" + export, "--genesis=" + genesis).successfully();
	}

}
