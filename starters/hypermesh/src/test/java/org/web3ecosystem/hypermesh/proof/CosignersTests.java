package org.web3ecosystem.hypermesh.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;

class CosignersTests {

	private final Genesis genesis = TestFederation
		.genesis(IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList());

	private final Roster roster = Roster.of(genesis);

	private final List<Validator> all = genesis.validators();

	private final Cosigners cosigners = new Cosigners();

	private void round(int... answered) {
		Set<NodeId> those = Set.copyOf(IntStream.of(answered).mapToObj(i -> all.get(i).id()).toList());
		cosigners.over(roster, all, those);
	}

	@Test
	void whoMissesOneRoundMayBeLateAndWhoMissesTwoIsSilentUntilItAnswers() {
		round(0, 1, 2);
		assertThat(cosigners.silent()).isEmpty();
		round(0, 1, 2);
		assertThat(cosigners.silent()).containsExactly(all.get(3).name());
		assertThat(cosigners.asked()).isEqualTo(4);

		round(0, 1, 2, 3);

		assertThat(cosigners.silent()).isEmpty();
	}

	@Test
	void whereTooFewAnswerNoQuorumDecidesAndNobodyIsMissed() {
		round(0, 1, 2);
		round(0, 1, 2);

		round(0, 1);

		assertThat(cosigners.silent()).isEmpty();
		assertThat(cosigners.isMissingAny()).isFalse();
	}

	@Test
	void allAreAskedAgainWhileSomebodyIsMissing() {
		List<Operation> asked = new ArrayList<>();
		Recount recount = new Recount(cosigners, operation -> {
			asked.add(operation);
			round(0, 1, 2, 3);
			return CompletableFuture.failedFuture(new UnavailableException("not now"));
		}, new ScheduledThreadPoolExecutor(0), Recount.PERIOD);
		recount.look();
		assertThat(asked).isEmpty();
		round(0, 1, 2);

		recount.look();
		recount.look();

		assertThat(asked).hasSize(1);
	}

	@Test
	void whoHasNoWeightAnyMoreIsNotMissed() {
		round(0, 1, 2);
		round(0, 1, 2);
		Roster without = new Roster(roster.members()
			.stream()
			.map(member -> member.validator().equals(all.get(3)) ? new Roster.Member(member.validator(), 0) : member)
			.toList());

		cosigners.over(without, all.subList(0, 3), Set.copyOf(all.subList(0, 3).stream().map(Validator::id).toList()));

		assertThat(cosigners.silent()).isEmpty();
	}

}
