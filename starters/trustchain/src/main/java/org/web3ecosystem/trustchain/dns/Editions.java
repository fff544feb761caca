package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;

/**
 * Editions of the zone: for as long as one lasts, an answer that was given may be given
 * again. The next one begins when what answers are made of changed (the ledger, with
 * which the zone's serial does, and who is silent) or when somebody else answers in the
 * seat of discovery. That is looked after every {@link #LOOK} while there are queries;
 * where no look that began in the last {@link #BOUND} agreed, there is no edition, so
 * that no answer outlives a change by more than that. Thread-safe; nothing here waits.
 */
final class Editions {

	/** How often it is looked. */
	static final Duration LOOK = Duration.ofMillis(100);

	/** How long after a change an answer of before may still be given. */
	static final Duration BOUND = Duration.ofSeconds(1);

	private final ServiceDiscovery discovery;

	private final Name zone;

	private final Supplier<?> basis;

	private final Executor executor;

	private final LongSupplier nanos;

	private final AtomicLong next;

	private volatile @Nullable Confirmed confirmed;

	/**
	 * One of them.
	 *
	 * @param number grows
	 * @param who answers in the seat
	 * @param basis what answers were made of
	 */
	record Edition(long number, Source who, Object basis) {
	}

	/** When the look began that found it so. */
	private record Confirmed(Edition edition, long at) {
	}

	/**
	 * @param basis what answers are made of, equal as long as it has not changed
	 * @param executor for a look, which may take a while
	 * @param nanos time in nanoseconds, from wherever
	 */
	Editions(ServiceDiscovery discovery, Name zone, Supplier<?> basis, Executor executor, LongSupplier nanos) {
		this.discovery = discovery;
		this.zone = zone;
		this.basis = basis;
		this.executor = executor;
		this.nanos = nanos;
		this.next = new AtomicLong(nanos.getAsLong());
	}

	/** The edition that is given out now, if there is one. */
	@Nullable Edition at(long now) {
		long due = next.get();
		if (now - due >= 0 && next.compareAndSet(due, now + LOOK.toNanos())) {
			executor.execute(this::look);
		}
		Confirmed last = confirmed;
		return (last != null && now - last.at < BOUND.toNanos() && last.edition.who != Source.NOBODY) ? last.edition
				: null;
	}

	private void look() {
		long begun = nanos.getAsLong();
		try {
			// before the question: if it changes in between, the next look sees that
			Object told = basis.get();
			discovery.resolve(zone)
				.whenComplete((resolution, failure) -> saw(begun, told,
						Optional.ofNullable(resolution).map(Source::of).orElse(Source.NOBODY)));
		}
		catch (RuntimeException nobodySays) {
			saw(begun, "nothing", Source.NOBODY);
		}
	}

	private synchronized void saw(long begun, Object told, Source who) {
		Confirmed last = confirmed;
		if (last == null) {
			confirmed = new Confirmed(new Edition(1, who, told), begun);
		}
		else if (begun - last.at >= 0) {
			Edition before = last.edition;
			boolean same = before.basis.equals(told) && before.who.equals(who);
			confirmed = new Confirmed(same ? before : new Edition(before.number + 1, who, told), begun);
		}
	}

}
