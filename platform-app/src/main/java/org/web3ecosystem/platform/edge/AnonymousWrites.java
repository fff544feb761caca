package org.web3ecosystem.platform.edge;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Rations writes of those who show no certificate, before anything of them is read or
 * recorded: so many a second from one address, ten times as many from all together, and a
 * burst of them after a pause. It is the generic cell rate algorithm (ITU-T I.371, annex
 * A). Thread-safe.
 */
final class AnonymousWrites {

	/** Remembered at once; of more, the one that was silent longest is forgotten. */
	static final int MAX_SOURCES = 4_096;

	private static final int ALL = 10;

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final long interval;

	private final int burst;

	private final LongSupplier nanos;

	/** When the next write of a source is due, were they evenly spaced. */
	private final Map<Source, Long> due = new LinkedHashMap<>(16, 0.75f, true);

	private Optional<Long> dueOfAll = Optional.empty();

	/**
	 * @param nanos a clock that never goes back, such as {@code System::nanoTime}
	 */
	AnonymousWrites(EdgeProperties.AnonymousWrites limits, LongSupplier nanos) {
		this.interval = SECOND / limits.perSecond();
		this.burst = limits.burst();
		this.nanos = nanos;
	}

	/** Counts a write, unless it comes too early: then how long it has to wait. */
	synchronized Optional<Duration> wait(InetAddress from) {
		long now = nanos.getAsLong();
		Source source = Source.of(from);
		long next = after(now, Optional.ofNullable(due.get(source)));
		long nextOfAll = after(now, dueOfAll);
		long wait = Math.max(next - now - (burst - 1L) * interval,
				nextOfAll - now - (ALL * burst - 1L) * (interval / ALL));
		if (wait > 0) {
			return Optional.of(Duration.ofNanos(wait));
		}
		due.put(source, next + interval);
		dueOfAll = Optional.of(nextOfAll + interval / ALL);
		if (due.size() > MAX_SOURCES) {
			due.remove(due.keySet().iterator().next());
		}
		return Optional.empty();
	}

	/** What was due is over, whether or not it came. */
	private static long after(long now, Optional<Long> due) {
		return due.filter(then -> then - now > 0).orElse(now);
	}

}
