package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;

/**
 * Answers by name, and who could not be asked for. The least recently used leave first,
 * when there are too many or when they take too much memory. Thread-safe.
 */
final class AnswerCache {

	/** RFC 8767, section 4: the TTL of a stale answer. */
	static final Duration STALE_TTL = Duration.ofSeconds(30);

	/** RFC 8767, section 5: the failure recheck timer. */
	static final Duration RECHECK_STALE = Duration.ofSeconds(30);

	/** RFC 9520, section 3.2: a failure is remembered for a second at least. */
	static final Duration RECHECK = Duration.ofSeconds(1);

	/** And, while it fails again and again, twice as long each time up to this. */
	static final Duration LONGEST_RECHECK = Duration.ofSeconds(32);

	/** An answer is asked for again when less than this part of its time is left. */
	private static final int PREFETCH_PART = 10;

	/** What an entry takes beside its texts, roughly. */
	private static final int OVERHEAD = 256;

	private static final int RECORD_OVERHEAD = 96;

	private final int maxEntries;

	private final long maxBytes;

	private final Duration maxStale;

	private final LinkedHashMap<Name, Kept> entries = new LinkedHashMap<>(64, 0.75f, true);

	private final LinkedHashMap<Name, Failure> failures = new LinkedHashMap<>();

	private long bytes;

	/**
	 * @param maxEntries also of the failures that are remembered
	 * @param maxStale how long after its time an answer is still given
	 */
	AnswerCache(int maxEntries, long maxBytes, Duration maxStale) {
		this.maxEntries = maxEntries;
		this.maxBytes = maxBytes;
		this.maxStale = maxStale;
	}

	/**
	 * An answer whose time is not up.
	 *
	 * @param ending whether it soon is
	 */
	record Fresh(Resolution answer, boolean ending) {
	}

	synchronized void keep(Name name, Resolution answer, Instant now) {
		failures.remove(name);
		forget(name);
		Kept kept = new Kept(answer, now.plus(answer.ttl()), weight(name, answer));
		if (kept.bytes <= maxBytes) {
			entries.put(name, kept);
			bytes += kept.bytes;
		}
		Iterator<Map.Entry<Name, Kept>> oldest = entries.entrySet().iterator();
		while (entries.size() > maxEntries || bytes > maxBytes) {
			bytes -= oldest.next().getValue().bytes;
			oldest.remove();
		}
	}

	/**
	 * No answer is to be had for it now; what was kept stays.
	 * @param ofName whether it is the name's fault, not that of who was asked; then it is
	 * remembered longer each time
	 */
	synchronized void failed(Name name, boolean ofName, Instant now) {
		Failure before = failures.get(name);
		failures.putLast(name, (ofName && before != null) ? before.again(now) : new Failure(now, RECHECK));
		if (failures.size() > Math.max(maxEntries, 1)) {
			failures.pollFirstEntry();
		}
	}

	/** Whether asking again has no prospect yet. */
	synchronized boolean failedLately(Name name, Instant now) {
		Failure last = failures.get(name);
		return last != null
				&& now.isBefore(last.at.plus(stale(name, now).isPresent() ? RECHECK_STALE : last.remembered));
	}

	/** With what is left of its TTL. */
	synchronized Optional<Fresh> fresh(Name name, Instant now) {
		Kept kept = entries.get(name);
		if (kept == null || !now.isBefore(kept.until)) {
			return Optional.empty();
		}
		Duration left = Duration.between(now, kept.until);
		boolean ending = left.multipliedBy(PREFETCH_PART).compareTo(kept.answer.ttl()) < 0;
		return Optional.of(new Fresh(with(kept.answer, left, false), ending));
	}

	/** Only an answer that found something is worth giving when it is old. */
	synchronized Optional<Resolution> stale(Name name, Instant now) {
		Kept kept = entries.get(name);
		if (kept == null || !(kept.answer instanceof Resolution.Found) || maxStale.isZero()
				|| now.isAfter(kept.until.plus(maxStale))) {
			return Optional.empty();
		}
		return Optional.of(with(kept.answer, STALE_TTL, true));
	}

	synchronized int entries() {
		return entries.size();
	}

	/** Estimated. */
	synchronized long bytes() {
		return bytes;
	}

	private void forget(Name name) {
		Kept before = entries.remove(name);
		if (before != null) {
			bytes -= before.bytes;
		}
	}

	private static long weight(Name name, Resolution answer) {
		long records = (answer instanceof Resolution.Found found)
				? found.records().stream().mapToLong(record -> RECORD_OVERHEAD + 2L * record.toString().length()).sum()
				: 0;
		return OVERHEAD + 2L * name.text().length() + records;
	}

	private static Resolution with(Resolution answer, Duration ttl, boolean stale) {
		return switch (answer) {
			case Resolution.Found found -> new Resolution.Found(found.records(), ttl, stale, found.steady(),
					found.unanswered(), found.answeredBy());
			case Resolution.NotFound notFound -> new Resolution.NotFound(ttl, notFound.answeredBy());
		};
	}

	private record Failure(Instant at, Duration remembered) {

		Failure again(Instant now) {
			Duration twice = remembered.multipliedBy(2);
			boolean longAgo = now.isAfter(at.plus(remembered).plus(LONGEST_RECHECK));
			return new Failure(now, longAgo ? RECHECK : twice.compareTo(LONGEST_RECHECK) < 0 ? twice : LONGEST_RECHECK);
		}

	}

	private record Kept(Resolution answer, Instant until, long bytes) {
	}

}
