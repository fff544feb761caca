package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTests {

	private final Latencies latencies = new Latencies();

	@Test
	void withoutAnswersThereIsNoTime() {
		assertThat(latencies.percentile(0.99)).isZero();
	}

	@Test
	void aPercentileIsRightToAFifth() {
		SplittableRandom random = new SplittableRandom(7);
		long[] times = random.longs(10_000, 2_000, 3_000_000_000L).toArray();
		Arrays.stream(times).forEach(latencies::took);
		Arrays.sort(times);
		for (double part : new double[] { 0.01, 0.5, 0.9, 0.99, 1 }) {
			long right = times[(int) Math.ceil(part * times.length) - 1];
			assertThat(latencies.percentile(part).toNanos()).as("%s", part).isBetween(right - 1, (long) (right * 1.2));
		}
	}

	@Test
	void whatIsTooShortOrTooLongCountsAtTheEnds() {
		latencies.took(-1);
		latencies.took(0);
		assertThat(latencies.percentile(1)).isEqualTo(Duration.ofNanos(1000));
		latencies.took(Long.MAX_VALUE);
		assertThat(latencies.percentile(1)).isGreaterThan(Duration.ofMinutes(1));
		assertThat(latencies.percentile(0.5)).isEqualTo(Duration.ofNanos(1000));
	}

}
