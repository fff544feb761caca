package org.web3ecosystem.systemtest;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.Services;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four machines that are reached at addresses which none of them has, as the pods of the
 * chart are. One of them dies and comes back somewhere else.
 */
@SystemTest
class BehindServicesTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	@Test
	void theFederationWalksToPhase3AndANodeThatMovedIsFoundAgain() {
		Services services = new Services(4);
		try (Processes federation = new Processes(Scratch.directory(getClass()), services)) {
			federation.giveEveryNodeAnOperator();
			for (int number = 1; number <= 4; number++) {
				federation.set(federation.node(number), services.bind(number));
			}
			federation.start();
			federation.awaitPhase(3);
			Beside beside = new Beside(federation);
			beside.awaitOperators(federation.nodes());
			beside.awaitWritten(federation.node(1), "before");
			federation.nodes().forEach(node -> beside.awaitAsset(node, "before"));

			TestNode moved = federation.node(3);
			federation.kill9(moved);
			services.move(3);
			beside.awaitWritten(federation.node(1), "meanwhile");
			federation.set(moved, services.bind(3));
			long begun = System.nanoTime();
			federation.start(moved);
			moved.awaitPhase(3, PATIENCE);
			Figures.note("behind Services: started at another address → ready",
					Duration.ofNanos(System.nanoTime() - begun));
			beside.awaitAsset(moved, "before");
			beside.awaitAsset(moved, "meanwhile");
			beside.awaitWritten(moved, "after");
			federation.nodes().forEach(node -> beside.awaitAsset(node, "after"));
			assertThat(federation.node(1).bootstrap().orElseThrow().path("oneFailureDomain").asBoolean()).isFalse();
		}
	}

}
