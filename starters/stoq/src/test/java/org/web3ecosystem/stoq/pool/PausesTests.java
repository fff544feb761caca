package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;

class PausesTests {

	private final NodeId peer = NodeKey.generate().id();

	/** Every pause as long as it may be. */
	private final Pauses pauses = new Pauses(new RandomGenerator() {

		@Override
		public long nextLong() {
			return 0;
		}

		@Override
		public long nextLong(long bound) {
			return bound - 1;
		}

	});

	@Test
	void eachIsTwiceAsLongAndNoneLongerThanFiveSeconds() {
		for (long millis : new long[] { 200, 400, 800, 1_600, 3_200, 5_000, 5_000 }) {
			pauses.failed(peer);
			assertThat(pauses.left(peer)).isLessThanOrEqualTo(Duration.ofMillis(millis))
				.isGreaterThan(Duration.ofMillis(millis / 2));
		}
	}

	@Test
	void whoIsThereIsNotLeftAlone() {
		pauses.failed(peer);
		pauses.forget(peer);
		assertThat(pauses.left(peer)).isZero();
		assertThat(pauses.left(NodeKey.generate().id())).isZero();
	}

}
