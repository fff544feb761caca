package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;

/** Answers by name, the least recently used one leaves first. */
final class AnswerCache {

	static final int MAX_ENTRIES = 1024;

	/**
	 * How long an answer is served beyond its TTL: RFC 8767 suggests one to three days.
	 */
	static final Duration MAX_STALE = Duration.ofDays(1);

	/** RFC 8767 section 4: the TTL of a stale answer. */
	private static final Duration STALE_TTL = Duration.ofSeconds(30);

	private final Map<Name, Kept> entries = new LinkedHashMap<>(64, 0.75f, true);

	synchronized void keep(Name name, Resolution answer, Instant now) {
		entries.put(name, new Kept(answer, now.plus(answer.ttl())));
		if (entries.size() > MAX_ENTRIES) {
			entries.remove(entries.keySet().iterator().next());
		}
	}

	/** With what is left of its TTL. */
	synchronized Optional<Resolution> fresh(Name name, Instant now) {
		Kept kept = entries.get(name);
		if (kept == null || !now.isBefore(kept.until)) {
			return Optional.empty();
		}
		return Optional.of(with(kept.answer, Duration.between(now, kept.until), false));
	}

	/** Only an answer that found something is worth giving when it is old. */
	synchronized Optional<Resolution> stale(Name name, Instant now) {
		Kept kept = entries.get(name);
		if (kept == null || !(kept.answer instanceof Resolution.Found) || now.isAfter(kept.until.plus(MAX_STALE))) {
			return Optional.empty();
		}
		return Optional.of(with(kept.answer, STALE_TTL, true));
	}

	private static Resolution with(Resolution answer, Duration ttl, boolean stale) {
		return switch (answer) {
			case Resolution.Found found -> new Resolution.Found(found.records(), ttl, stale, found.answeredBy());
			case Resolution.NotFound notFound -> new Resolution.NotFound(ttl, notFound.answeredBy());
		};
	}

	private record Kept(Resolution answer, Instant until) {
	}

}
