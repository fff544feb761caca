package org.web3ecosystem.hashgraph;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.hiero.base.crypto.Hash;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.model.status.PlatformStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hiero.consensus.model.quiescence.QuiescenceCommand.BREAK_QUIESCENCE;
import static org.hiero.consensus.model.quiescence.QuiescenceCommand.DONT_QUIESCE;
import static org.hiero.consensus.model.quiescence.QuiescenceCommand.QUIESCE;

class QuiescenceTests {

	private static final HashgraphSettings SETTINGS = new HashgraphSettings(100, 10, 1000, Duration.ofSeconds(1));

	private final AtomicLong now = new AtomicLong();

	private final AtomicLong nonces = new AtomicLong();

	private final List<QuiescenceCommand> commands = new ArrayList<>();

	private final Outbox outbox = new Outbox(SETTINGS, nonces::incrementAndGet, now::get,
			InstantSource.fixed(Instant.EPOCH));

	private final Quiescence quiescence = new Quiescence(SETTINGS, outbox, now::get, commands::add);

	@Test
	void fallsAsleepOnceIdleLongEnough() {
		after(Duration.ofMillis(900));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(commands).isEmpty();

		after(Duration.ofMillis(200));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE);
	}

	@Test
	void staysAwakeWhileAnOwnTransactionIsOnItsWay() {
		outbox.offer(new byte[1]);
		outbox.next();
		after(Duration.ofMinutes(1));

		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).isEmpty();
	}

	@Test
	void staysAwakeWhileASeenEventIsNotOrdered() {
		quiescence.seen(hash(1), 5);
		after(Duration.ofMinutes(1));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(commands).isEmpty();

		quiescence.ordered(hash(1));
		after(Duration.ofSeconds(2));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE);
	}

	@Test
	void anEventTooOldToBeOrderedHoldsNobodyAwake() {
		quiescence.seen(hash(1), 5);
		after(Duration.ofSeconds(2));

		quiescence.ancient(6);
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE);
	}

	@Test
	void anOwnSubmissionBreaksTheSilenceAndItsEventEndsIt() {
		asleep();

		outbox.offer(new byte[1]);
		quiescence.submitted();
		quiescence.seen(hash(1), 1);

		assertThat(commands).containsExactly(QUIESCE, BREAK_QUIESCENCE, DONT_QUIESCE);
	}

	@Test
	void aSubmissionThatMissedTheSleepIsFoundAtTheNextTick() {
		asleep();
		outbox.offer(new byte[1]);

		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE, BREAK_QUIESCENCE);
	}

	@Test
	void oneThatHeardNothingForLongAsksWhetherAnybodyIsThere() {
		asleep();
		after(Duration.ofSeconds(14));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE, BREAK_QUIESCENCE);
		assertThat(outbox.next()).hasSize(1);
		quiescence.seen(hash(1), 5);
		after(Duration.ofSeconds(2));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(commands).as("unordered, it keeps the replica awake").endsWith(DONT_QUIESCE);
	}

	@Test
	void whoWasAskedSleepsAsSoonAsThatIsOrdered() {
		asleep();
		quiescence.asked(hash(1), 5);
		after(Duration.ofMillis(100));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(commands).as("unordered, it keeps the replica awake").containsExactly(QUIESCE, DONT_QUIESCE);

		quiescence.ordered(hash(1));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE, DONT_QUIESCE, QUIESCE);
	}

	@Test
	void whoAskedSleepsAsSoonAsThatIsOrderedAndNotBeforeItIsSeen() {
		asleep();
		after(Duration.ofSeconds(14));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		after(Duration.ofMillis(100));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(commands).containsExactly(QUIESCE, BREAK_QUIESCENCE);

		quiescence.asked(hash(1), 5);
		quiescence.ordered(hash(1));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE, BREAK_QUIESCENCE, DONT_QUIESCE, QUIESCE);
	}

	@Test
	void aQuestionBesideWorkDoesNotCutTheIdleTime() {
		quiescence.seen(hash(1), 5);
		quiescence.asked(hash(1), 5);
		quiescence.asked(hash(2), 5);
		quiescence.ordered(hash(1));
		quiescence.ordered(hash(2));
		after(Duration.ofMillis(900));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(commands).isEmpty();

		after(Duration.ofMillis(200));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(commands).containsExactly(QUIESCE);
	}

	@Test
	void oneThatWasAskedDoesNotAskItself() {
		asleep();
		after(Duration.ofSeconds(12));
		quiescence.asked(hash(1), 5);
		quiescence.ordered(hash(1));
		after(Duration.ofSeconds(14));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(outbox.next()).isEmpty();
		after(Duration.ofSeconds(2));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
		assertThat(outbox.next()).hasSize(1);
	}

	@Test
	void oneThatSawAnotherAskDoesNotAskItself() {
		asleep();
		after(Duration.ofSeconds(13));
		quiescence.seen(hash(1), 5);
		quiescence.ordered(hash(1));
		after(Duration.ofSeconds(3));
		quiescence.tick(PlatformStatus.ACTIVE, 0);

		assertThat(outbox.next()).isEmpty();
	}

	@Test
	void oneThatCannotBecomeActiveNudgesTheOthersNowAndThen() {
		after(Duration.ofSeconds(1));
		quiescence.tick(PlatformStatus.CHECKING, Duration.ofSeconds(1).toNanos());
		quiescence.tick(PlatformStatus.CHECKING, Duration.ofSeconds(1).toNanos());

		assertThat(commands).containsExactly(BREAK_QUIESCENCE);
		assertThat(outbox.next()).hasSize(1);

		after(Duration.ofSeconds(3));
		quiescence.tick(PlatformStatus.CHECKING, Duration.ofSeconds(4).toNanos());
		assertThat(outbox.next()).hasSize(1);
	}

	private void asleep() {
		after(Duration.ofSeconds(2));
		quiescence.tick(PlatformStatus.ACTIVE, 0);
	}

	private void after(Duration time) {
		now.addAndGet(time.toNanos());
	}

	private static Hash hash(int number) {
		byte[] bytes = new byte[48];
		bytes[0] = (byte) number;
		return new Hash(bytes);
	}

}
