package org.web3ecosystem.hypermesh.actuate;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.conduct.Conduct;
import org.web3ecosystem.hypermesh.reputation.ReputationRules;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;

class ByzantineEndpointTests {

	private final TestFederation federation = new TestFederation(4).start();

	private final ByzantineEndpoint endpoint = new ByzantineEndpoint(federation.member(0).ledger(), () -> Conduct.NONE,
			List::of, new Scores(ReputationRules.DEFAULT, System::nanoTime));

	@AfterEach
	void close() {
		federation.close();
	}

	@Test
	void saysWhatTheValidatorsBear() {
		assertThat(endpoint.byzantine()).containsEntry("epoch", 0L)
			.containsEntry("n", 4)
			.containsEntry("f", 1)
			.containsEntry("weight", 400L)
			.containsEntry("quorumWeight", 267L)
			.containsEntry("outvoted", false)
			.containsEntry("suspected", List.of())
			.containsEntry("isolated", List.of());
	}

	@Test
	void namesWhoWasSeenToMisbehaveAndHowOften() {
		Misbehaviour first = new Misbehaviour(3, "equivocation", List.of(new byte[] { 1 }, new byte[] { 2 }));
		Misbehaviour second = new Misbehaviour(3, "equivocation", List.of(new byte[] { 3 }));
		federation.engine(0).accuse(first);
		federation.engine(0).accuse(second);
		federation.engine(0).accuse(new Misbehaviour(9, "equivocation", List.of()));

		List<?> suspected = (List<?>) endpoint.byzantine().get("suspected");
		assertThat(suspected).hasSize(2);
		Map<?, ?> suspect = (Map<?, ?>) suspected.getFirst();
		assertThat(suspect.get("name")).isEqualTo("node3");
		assertThat(suspect.get("times")).isEqualTo(2L);
		assertThat((String) suspect.get("evidence")).matches("[0-9a-f]{64}");
		assertThat(((Map<?, ?>) suspected.getLast()).get("name")).isNull();
	}

	@Test
	void anObserverKnowsTheRosterAndSuspectsNobody() {
		assertThat(new ByzantineEndpoint(federation.observer("node5").ledger(), () -> Conduct.NONE, List::of,
				new Scores(ReputationRules.DEFAULT, System::nanoTime))
			.byzantine()).containsEntry("n", 4).containsEntry("suspected", List.of());
	}

}
