package org.web3ecosystem.hypermesh.reputation;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScoresTests {

	private final AtomicLong nanos = new AtomicLong();

	private final Scores scores = new Scores(ReputationRules.DEFAULT, nanos::get);

	private final NodeId node = NodeKey.generate().id();

	@Test
	void whoIsNotKnownIsNeitherGoodNorBad() {
		assertThat(scores.of(node)).isZero();
		assertThat(scores.isAskedLast(node)).isFalse();
	}

	@Test
	void oneWrongProofIsNotMadeUpForBySavedGood() {
		IntStream.range(0, 10_000).forEach(i -> scores.record(node, Deed.USEFUL));
		assertThat(scores.of(node)).isEqualTo(100);

		scores.record(node, Deed.INVALID_PROOF);

		assertThat(scores.isAskedLast(node)).isTrue();
		assertThat(scores.all().get(node).deeds()).containsEntry(Deed.USEFUL, 10_000L)
			.containsEntry(Deed.INVALID_PROOF, 1L);
	}

	@Test
	void whatWasDoneIsForgottenByHalvesAndNotAtOnce() {
		scores.record(node, Deed.DISAGREEMENT);

		nanos.addAndGet(ReputationRules.DEFAULT.halfLife().toNanos());
		assertThat(scores.of(node)).isCloseTo(-500, within(0.01));
		nanos.addAndGet(ReputationRules.DEFAULT.halfLife().toNanos());

		assertThat(scores.of(node)).isCloseTo(-250, within(0.01));
		assertThat(scores.isAskedLast(node)).isFalse();
	}

	@Test
	void silenceCountsALittleAndAddsUp() {
		IntStream.range(0, 25).forEach(i -> scores.record(node, Deed.SILENCE));
		assertThat(scores.isAskedLast(node)).isFalse();

		scores.record(node, Deed.SILENCE);

		assertThat(scores.isAskedLast(node)).isTrue();
	}

}
