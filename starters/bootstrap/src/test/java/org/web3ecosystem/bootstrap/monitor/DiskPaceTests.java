package org.web3ecosystem.bootstrap.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

class DiskPaceTests {

	private static final Duration SLOW = Duration.ofSeconds(1);

	private final ManualClock clock = new ManualClock();

	private final Deque<Runnable> waiting = new ArrayDeque<>();

	private boolean writable = true;

	private final DiskPace pace = new DiskPace(() -> {
		if (!writable) {
			throw new IOException("No space left on device");
		}
	}, SLOW, clock, waiting::add);

	/** One measurement that takes so long. */
	private void takes(Duration how) {
		pace.get();
		clock.forward(how);
		waiting.remove().run();
		clock.forward(DiskPace.EVERY);
	}

	@Test
	void threeInARowAreSaidUntilOneIsFast() {
		takes(SLOW);
		takes(SLOW);
		assertThat(pace.get()).isEmpty();
		takes(Duration.ofMillis(1200));
		assertThat(pace.get()).hasValueSatisfying(slow -> {
			assertThat(slow.reason()).contains("the disk takes to keep a few bytes 1200 ms");
			assertThat(slow.harmless()).isTrue();
		});
		assertThat(pace.took()).contains(Duration.ofMillis(1200));
		waiting.remove().run();
		assertThat(pace.get()).isEmpty();
	}

	@Test
	void aFastOneInBetweenBeginsTheCountAnew() {
		takes(SLOW);
		takes(SLOW);
		takes(Duration.ofMillis(3));
		takes(SLOW);
		takes(SLOW);
		assertThat(pace.get()).isEmpty();
	}

	@Test
	void oneThatDoesNotEndIsSaidAndNotBegunTwice() {
		pace.get();
		clock.forward(SLOW.multipliedBy(2));
		assertThat(pace.get()).isEmpty();
		clock.forward(DiskPace.EVERY.multipliedBy(2));
		assertThat(pace.get())
			.hasValueSatisfying(slow -> assertThat(slow.reason()).contains("has not kept a few bytes for 22000 ms"));
		assertThat(waiting).hasSize(1);
	}

	@Test
	void itIsMeasuredEveryTenSeconds() {
		pace.get();
		waiting.remove().run();
		clock.forward(DiskPace.EVERY.minusMillis(1));
		pace.get();
		assertThat(waiting).isEmpty();
		clock.forward(Duration.ofMillis(1));
		pace.get();
		assertThat(waiting).hasSize(1);
	}

	@Test
	void aDiskThatCannotBeWrittenIsNoSlowOne() {
		writable = false;
		for (int i = 0; i <= DiskPace.IN_A_ROW; i++) {
			takes(SLOW);
		}
		assertThat(pace.get()).isEmpty();
		assertThat(pace.took()).isEmpty();
	}

	@Test
	void aRealOneIsMeasured(@TempDir Path home) {
		DiskPace real = DiskPace.of(home.resolve("pace"), SLOW, InstantSource.system());
		real.get();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> real.took().isPresent());
		assertThat(home.resolve("pace")).matches(Files::isRegularFile).hasSize(Long.BYTES);
	}

}
