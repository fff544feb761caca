package org.web3ecosystem.hashgraph;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DozingModelTests {

	private static final long TEN_MILLIS = 10_000_000;

	private final AtomicBoolean asleep = new AtomicBoolean();

	private final AtomicLong now = new AtomicLong();

	private final DozingModel.Beats beats = new DozingModel.Beats(asleep::get, now::get);

	@Test
	void everyHeartbeatGoesOnWhileAwake() {
		assertThat(in(100)).isEqualTo(100);
	}

	@Test
	void oneOfTenGoesOnWhileAsleep() {
		asleep.set(true);

		assertThat(in(100)).isEqualTo(10);
	}

	@Test
	void theFirstAfterSleepGoesOn() {
		asleep.set(true);
		in(15);
		asleep.set(false);

		assertThat(in(1)).isEqualTo(1);
	}

	/** How many of so many, ten milliseconds from one to the next. */
	private int in(int count) {
		int on = 0;
		for (int i = 0; i < count; i++) {
			now.addAndGet(TEN_MILLIS);
			on += beats.test(Instant.EPOCH) ? 1 : 0;
		}
		return on;
	}

}
