package org.web3ecosystem.platform.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The answers that are remembered, and the writes that are under way. So many answers, so
 * much memory and so long: then the oldest is forgotten, and all of them when the process
 * ends. Thread-safe.
 */
public final class Answers {

	private static final long MAX_BYTES = 16L * 1024 * 1024;

	private final Duration lifetime;

	private final int most;

	private final InstantSource clock;

	private final Map<IdempotencyKey, Kept> kept = new LinkedHashMap<>();

	private final Set<IdempotencyKey> underWay = new HashSet<>();

	private long bytes;

	private record Kept(Answer answer, Instant since) {
	}

	/** What is known about a key. */
	sealed interface State {

		/** Nothing; now the write is under way, until it is ended. */
		record Begun() implements State {
		}

		/** The first with this key is not answered yet. */
		record UnderWay() implements State {
		}

		/** The first with this key was answered like this. */
		record Known(Answer answer) implements State {
		}

	}

	/**
	 * @param lifetime how long an answer is remembered
	 * @param most how many are
	 */
	public Answers(Duration lifetime, int most, InstantSource clock) {
		this.lifetime = lifetime;
		this.most = most;
		this.clock = clock;
	}

	/** Looks a key up, and begins a write with it if it is new. */
	synchronized State begin(IdempotencyKey key) {
		forget(0, 0);
		Kept known = kept.get(key);
		if (known != null) {
			return new State.Known(known.answer());
		}
		return underWay.add(key) ? new State.Begun() : new State.UnderWay();
	}

	/** Remembers the answer to a write that was begun. */
	synchronized void remember(IdempotencyKey key, Answer answer) {
		forget(1, answer.weight());
		kept.put(key, new Kept(answer, clock.instant()));
		bytes += answer.weight();
		underWay.remove(key);
	}

	/** Ends a write that was begun; what was not remembered may be tried again. */
	synchronized void end(IdempotencyKey key) {
		underWay.remove(key);
	}

	/** Makes room; what is too old goes anyway. */
	private void forget(int places, int room) {
		Instant oldest = clock.instant().minus(lifetime);
		for (Iterator<Kept> each = kept.values().iterator(); each.hasNext();) {
			Kept next = each.next();
			boolean full = kept.size() + places > most || bytes + room > MAX_BYTES;
			if (!full && next.since().isAfter(oldest)) {
				return;
			}
			bytes -= next.answer().weight();
			each.remove();
		}
	}

}
