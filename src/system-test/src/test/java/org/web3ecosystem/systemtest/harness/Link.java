package org.web3ecosystem.systemtest.harness;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** One direction between two machines of {@link Relays}. */
final class Link {

	/** What a kernel waits at least before it sends again what was lost of a stream. */
	private static final Duration SENT_AGAIN = Duration.ofMillis(200);

	private static final Duration LOOK = Duration.ofMillis(20);

	private final ScheduledExecutorService later;

	private final SplittableRandom chance;

	private volatile boolean cut;

	private volatile Duration delay = Duration.ZERO;

	private volatile int loss;

	/** Packets and pieces that were lost or came later. */
	private final LongAdder harmed = new LongAdder();

	Link(ScheduledExecutorService later, SplittableRandom chance) {
		this.later = later;
		this.chance = chance;
	}

	void cut() {
		cut = true;
	}

	void delay(Duration by) {
		delay = by;
	}

	void loss(int percent) {
		loss = percent;
	}

	void heal() {
		cut = false;
		delay = Duration.ZERO;
		loss = 0;
	}

	long harmed() {
		return harmed.sum();
	}

	/** Has a packet delivered at once, later or never. */
	void packet(Runnable delivery) {
		if (cut || isLost()) {
			harmed.increment();
			return;
		}
		Duration wait = delay;
		if (wait.isZero()) {
			delivery.run();
		}
		else {
			harmed.increment();
			later.schedule(delivery, wait.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Returns when a piece of a stream may be delivered: nothing of a stream is lost, it
	 * is sent again.
	 * @param back the other direction, without which nothing is acknowledged
	 */
	void piece(Link back) {
		Duration wait = delay.plus(isLost() ? SENT_AGAIN : Duration.ZERO);
		if (cut || !wait.isZero()) {
			harmed.increment();
		}
		LockSupport.parkNanos(wait.toNanos());
		while (cut || back.cut) {
			LockSupport.parkNanos(LOOK.toNanos());
		}
	}

	private boolean isLost() {
		synchronized (chance) {
			return loss > 0 && chance.nextInt(100) < loss;
		}
	}

}
