package org.web3ecosystem.stoq.pool;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptsTests {

	private Instant now = Instant.EPOCH;

	private final Attempts attempts = new Attempts(() -> now);

	@Test
	void whatIsRepeatedAtOnceIsOneAttempt() {
		assertThat(attempts.refuse("one")).isTrue();
		assertThat(attempts.refuse("one")).isFalse();
		assertThat(attempts.refuse("another")).isTrue();
	}

	/** Whoever always uses the same id hides no more than that. */
	@Test
	void whatIsRepeatedLaterIsAnother() {
		attempts.refuse("one");
		for (int times = 0; times < 3; times++) {
			now = now.plus(Attempts.MEMORY);
			assertThat(attempts.refuse("one")).isTrue();
		}
	}

	@Test
	void ofMoreThanSoManyTheFirstIsForgotten() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(attempts.refuse(i)).isTrue();
		}
		assertThat(attempts.refuse(9_999)).isFalse();
		assertThat(attempts.refuse(0)).isTrue();
	}

}
