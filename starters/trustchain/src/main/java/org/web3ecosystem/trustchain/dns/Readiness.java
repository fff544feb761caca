package org.web3ecosystem.trustchain.dns;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Which answers are given again without asking discovery: those of one edition, for as
 * long as their records live and their times to live are true, and not longer than
 * {@link #LONGEST}; other people's for {@link #FOREIGN}. What denies is kept apart, and
 * so is what is other people's, so that questions for these push nothing out that is the
 * zone's. Thread-safe.
 */
final class Readiness {

	/** However long records live. */
	static final Duration LONGEST = Duration.ofMinutes(5);

	/** So short that times to live need not be counted down, which are in seconds. */
	static final Duration FOREIGN = Duration.ofSeconds(1);

	private final Ready found = new Ready(1 << 17, 64L << 20);

	private final Ready denied = new Ready(1 << 12, 4L << 20);

	private final Ready foreign = new Ready(1 << 14, 8L << 20);

	private final Editions editions;

	private final ResponseRate rate;

	private final int seed;

	/**
	 * @param seed of the hash of names, random
	 */
	Readiness(Editions editions, ResponseRate rate, int seed) {
		this.editions = editions;
		this.rate = rate;
		this.seed = seed;
	}

	int seed() {
		return seed;
	}

	/**
	 * The edition to which an answer belongs whose lookup begins now, if there is one.
	 */
	Editions.@Nullable Edition edition(long now) {
		return editions.at(now);
	}

	/**
	 * What is asked for: a type, with signatures or without; with them, by whom who takes
	 * NXDOMAIN or not.
	 */
	static int kind(int type, boolean dnssecOk, boolean compactOk) {
		return dnssecOk ? type | 1 << 16 | (compactOk ? 1 << 17 : 0) : type;
	}

	/** An answer that may be given now. */
	Ready.@Nullable Entry find(WireName name, int kind, long now) {
		Ready.Entry entry = found.find(name.lower(), name.length(), kind, name.hash());
		if (entry == null) {
			entry = denied.find(name.lower(), name.length(), kind, name.hash());
		}
		if (entry == null) {
			entry = foreign.find(name.lower(), name.length(), kind, name.hash());
		}
		if (entry == null) {
			return null;
		}
		Editions.Edition edition = editions.at(now);
		return (edition != null && entry.isGood(edition, now)) ? entry : null;
	}

	/**
	 * Keeps an answer, if it may be given again.
	 * @param edition in which its lookup began
	 * @param now when that was
	 */
	void keep(Query.Asked asked, Answer answer, Prepared prepared, Editions.Edition edition, long now) {
		if (answer.from() == Source.HERE || answer.from().equals(edition.who())) {
			keep((prepared.authority() == 0) ? found : denied, asked, answer, prepared, edition, now, LONGEST);
		}
	}

	/**
	 * The same of somebody else's answer.
	 * @param edition in which its lookup began
	 * @param now when it came
	 */
	void keepForeign(Query.Asked asked, Answer answer, Prepared prepared, Editions.Edition edition, long now) {
		keep(foreign, asked, answer, prepared, edition, now, FOREIGN);
	}

	private void keep(Ready where, Query.Asked asked, Answer answer, Prepared prepared, Editions.Edition edition,
			long now, Duration longest) {
		long lives = Math.min(Math.min(answer.freshFor().toNanos(), answer.steady().toNanos()), longest.toNanos());
		if (lives == 0 || asked.odd() || prepared.error().isPresent() || prepared.records().length > Dns.MAX_UDP) {
			return;
		}
		byte[] spelled = asked.question();
		WireName name = new WireName(seed);
		if (name.read(spelled, 0, spelled.length)) {
			where.keep(Ready.Entry.of(name, kind(asked.type(), asked.dnssecOk(), asked.compactOk()), prepared,
					edition.number(), now + lives, rate.equal(asked, answer), where == foreign));
		}
	}

}
