package org.web3ecosystem.hypermesh.roster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import org.web3ecosystem.spi.consensus.Ledger;

/** An entry of the {@link RosterModule}, kept at hand for those who must not wait. */
final class Watched<T> implements AutoCloseable {

	private final Ledger ledger;

	private final String key;

	private final Function<byte[], T> decode;

	private final ScheduledExecutorService scheduler;

	private final Supplier<Duration> period;

	private final AtomicBoolean asking = new AtomicBoolean();

	private volatile Optional<T> seen = Optional.empty();

	private boolean started;

	private volatile boolean closed;

	/**
	 * @param ledger believed: its own state, or proven by others
	 * @param period between two looks, as it is now
	 */
	Watched(Ledger ledger, String key, Function<byte[], T> decode, ScheduledExecutorService scheduler,
			Supplier<Duration> period) {
		this.ledger = ledger;
		this.key = key;
		this.decode = decode;
		this.scheduler = scheduler;
		this.period = period;
	}

	/**
	 * Looks from now on.
	 * @param before is done with each look
	 */
	synchronized void start(Runnable before) {
		if (!started) {
			started = true;
			lookLater(before);
		}
	}

	private void lookLater(Runnable before) {
		scheduler.schedule(() -> lookAgain(before), period.get().toMillis(), TimeUnit.MILLISECONDS);
	}

	private void lookAgain(Runnable before) {
		if (!closed) {
			before.run();
			look();
			lookLater(before);
		}
	}

	private void look() {
		if (!asking.compareAndSet(false, true)) {
			return;
		}
		try {
			ledger.read(RosterModule.NAME, key)
				.thenAccept(entry -> seen = entry.map(decode))
				.whenComplete((done, failure) -> asking.set(false));
		}
		catch (RuntimeException unreadable) {
			// nothing is there yet, or not any more
			asking.set(false);
		}
	}

	/** As last seen. */
	Optional<T> seen() {
		return seen;
	}

	@Override
	public void close() {
		closed = true;
	}

}
