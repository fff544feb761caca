package org.web3ecosystem.stoq.rpc;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.web3ecosystem.stoq.wire.Limits;

/**
 * What is under way on a connection, how much more may be, and when anything was last.
 * Thread-safe.
 */
final class UnderWay {

	/** Less than a fifth is left. */
	private static final int CROWDED_PARTS = 5;

	/** What is counted by itself. */
	enum Kind {

		REQUESTS("requests"), STREAMS("streams");

		private final String word;

		Kind(String word) {
			this.word = word;
		}

		String word() {
			return word;
		}

	}

	private final Limits limits;

	private final Semaphore requests;

	private final Semaphore streams;

	private final AtomicInteger open = new AtomicInteger();

	private volatile long used = System.nanoTime();

	UnderWay(Limits limits) {
		this.limits = limits;
		this.requests = new Semaphore(limits.requests());
		this.streams = new Semaphore(limits.streams());
	}

	private Semaphore permits(Kind kind) {
		return switch (kind) {
			case REQUESTS -> requests;
			case STREAMS -> streams;
		};
	}

	/** False if as many as may be are. */
	boolean begin(Kind kind) {
		if (!permits(kind).tryAcquire()) {
			return false;
		}
		open.incrementAndGet();
		touch();
		return true;
	}

	void end(Kind kind) {
		touch();
		permits(kind).release();
		open.decrementAndGet();
	}

	/** Something was sent that nobody waits for. */
	void touch() {
		used = System.nanoTime();
	}

	/** Of both kinds. */
	int count() {
		return open.get();
	}

	/** Since anything was begun or ended; zero while anything is under way. */
	Duration idle() {
		return (open.get() > 0) ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - used);
	}

	/** Whether more than four fifths of what may be under way is. */
	boolean isCrowded() {
		return crowded(requests, limits.requests()) || crowded(streams, limits.streams());
	}

	private static boolean crowded(Semaphore permits, int limit) {
		return permits.availablePermits() * CROWDED_PARTS < limit;
	}

}
