package org.web3ecosystem.stoq.wire;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Attempts of this node to reach peers, one for each address and carrier, by how they
 * ended. Thread-safe.
 */
public final class Dials {

	/** How one ended. */
	public enum Outcome {

		/** Both sides have admitted each other. */
		ADMITTED,
		/** Not in time: TLS, or the answer to HELLO. */
		LATE,
		/** One of both does not accept the other. */
		REFUSED,
		/** Another way to the same peer was there first. */
		NEEDLESS,
		/** Nothing is there, or it went away. */
		BROKEN;

		/** As in metrics. */
		public String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private final LongAdder begun = new LongAdder();

	private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);

	Dials() {
		for (Outcome outcome : Outcome.values()) {
			ended.put(outcome, new LongAdder());
		}
	}

	/** One begins. */
	public void begin() {
		begun.increment();
	}

	/** One ended. */
	public void end(Outcome outcome) {
		counter(outcome).increment();
	}

	private LongAdder counter(Outcome outcome) {
		LongAdder counter = ended.get(outcome);
		if (counter == null) {
			throw new IllegalStateException("uncounted: " + outcome);
		}
		return counter;
	}

	public long begun() {
		return begun.sum();
	}

	public long ended(Outcome outcome) {
		return counter(outcome).sum();
	}

}
