package org.web3ecosystem.stoq.pool;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A few handshakes of this node are under way at a time, and the others wait for their
 * turn: all at once, each would take as long as all of them together, and none would be
 * done in time. Thread-safe.
 */
final class Turns {

	/** At a time. */
	static final int MOST = 4;

	private static final int MOST_WAITING = 4096;

	private final Executor loop;

	private final Queue<Consumer<Turn>> waiting = new ArrayDeque<>();

	private int taken;

	/**
	 * @param loop begins what waited
	 */
	Turns(Executor loop) {
		this.loop = loop;
	}

	/** Of one handshake. */
	final class Turn {

		private final AtomicBoolean over = new AtomicBoolean();

		/** It is somebody else's turn; once is enough. */
		void giveBack() {
			if (over.compareAndSet(false, true)) {
				Consumer<Turn> next = next();
				if (next != null) {
					begin(next);
				}
			}
		}

	}

	/**
	 * Begins something, now or when it is its turn.
	 * @return false if too many wait
	 */
	boolean take(Consumer<Turn> begin) {
		synchronized (this) {
			if (taken == MOST) {
				return waiting.size() < MOST_WAITING && waiting.add(begin);
			}
			taken++;
		}
		begin.accept(new Turn());
		return true;
	}

	private void begin(Consumer<Turn> next) {
		try {
			loop.execute(() -> next.accept(new Turn()));
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it every attempt
		}
	}

	private synchronized @Nullable Consumer<Turn> next() {
		Consumer<Turn> next = waiting.poll();
		if (next == null) {
			taken--;
		}
		return next;
	}

}
