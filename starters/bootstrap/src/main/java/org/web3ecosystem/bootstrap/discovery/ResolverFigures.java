package org.web3ecosystem.bootstrap.discovery;

import java.util.concurrent.atomic.LongAdder;

/** What is counted about other people's names. Thread-safe. */
public final class ResolverFigures {

	private final LongAdder sent = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder stale = new LongAdder();

	private final LongAdder prefetches = new LongAdder();

	private final LongAdder failures = new LongAdder();

	void sent() {
		sent.increment();
	}

	void dropped() {
		dropped.increment();
	}

	void hit() {
		hits.increment();
	}

	void miss() {
		misses.increment();
	}

	void servedStale() {
		stale.increment();
	}

	void prefetched() {
		prefetches.increment();
	}

	void failed() {
		failures.increment();
	}

	/** How many questions went to the resolvers, over UDP or TCP. */
	public long questionsSent() {
		return sent.sum();
	}

	/** Datagrams that were no answer to the question they came for. */
	public long answersDropped() {
		return dropped.sum();
	}

	/** Names that were answered from memory, in time. */
	public long hits() {
		return hits.sum();
	}

	/** Names that a resolver had to be asked for. */
	public long misses() {
		return misses.sum();
	}

	/** Names that were answered from memory after their time. */
	public long stale() {
		return stale.sum();
	}

	/** Names that were asked for again shortly before their time was up. */
	public long prefetches() {
		return prefetches.sum();
	}

	/** Look-ups that no resolver answered. */
	public long failures() {
		return failures.sum();
	}

}
