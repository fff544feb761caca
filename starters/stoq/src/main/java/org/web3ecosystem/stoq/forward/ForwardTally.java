package org.web3ecosystem.stoq.forward;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.web3ecosystem.stoq.forward.ForwardException.Reason;
import org.web3ecosystem.stoq.wire.RefusalLog;

/** What was forwarded so far, both sides together. Thread-safe. */
public final class ForwardTally {

	/** Why a datagram was dropped. */
	public enum Dropped {

		/** Longer than the limit. */
		TOO_LONG("too-long"),
		/** The peer, or the target, does not take them as fast. */
		NO_ROOM("no-room"),
		/** As many conversations as allowed are open. */
		TOO_MANY("too-many");

		private final String word;

		Dropped(String word) {
			this.word = word;
		}

		/** As in metrics. */
		public String word() {
			return word;
		}

	}

	private final AtomicInteger open = new AtomicInteger();

	private final LongAdder opened = new LongAdder();

	private final LongAdder idle = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private final Map<Reason, LongAdder> refusals = new EnumMap<>(Reason.class);

	private final Map<Dropped, LongAdder> drops = new EnumMap<>(Dropped.class);

	private final RefusalLog log;

	public ForwardTally() {
		this(new RefusalLog(InstantSource.system()));
	}

	/**
	 * @param log where it is said what was not opened
	 */
	public ForwardTally(RefusalLog log) {
		this.log = log;
		for (Reason reason : Reason.values()) {
			refusals.put(reason, new LongAdder());
		}
		for (Dropped why : Dropped.values()) {
			drops.put(why, new LongAdder());
		}
	}

	RefusalLog log() {
		return log;
	}

	void begun() {
		opened.increment();
		open.incrementAndGet();
	}

	void ended() {
		open.decrementAndGet();
	}

	void ranIdle() {
		idle.increment();
	}

	void passed(int count) {
		bytes.add(count);
	}

	void refused(Reason reason) {
		counter(refusals, reason).increment();
	}

	void dropped(Dropped why) {
		counter(drops, why).increment();
	}

	/** Now. */
	public int open() {
		return open.get();
	}

	public long opened() {
		return opened.sum();
	}

	/** Ended since nothing passed. */
	public long idle() {
		return idle.sum();
	}

	public long bytes() {
		return bytes.sum();
	}

	/** Said here to peers, and by peers to this node. */
	public long refusals(Reason reason) {
		return counter(refusals, reason).sum();
	}

	/** Datagrams. */
	public long drops(Dropped why) {
		return counter(drops, why).sum();
	}

	private static <K> LongAdder counter(Map<K, LongAdder> counters, K key) {
		LongAdder counter = counters.get(key);
		if (counter == null) {
			throw new IllegalStateException("uncounted: " + key);
		}
		return counter;
	}

}
