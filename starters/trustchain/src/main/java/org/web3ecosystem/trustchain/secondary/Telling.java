package org.web3ecosystem.trustchain.secondary;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far telling one secondary of a serial has come (RFC 1996, sections 3.6 to 3.8).
 * Pure; immutable. Times are nanoseconds, from wherever.
 *
 * <pre>
 * Quiet ──another serial──→ Asking ──answered──→ Quiet
 *                           │   └──silent──→ Asking again, later, with the newest serial
 *                           └──refused, or silent five times in turn──→ GivenUp
 * GivenUp ──another serial──→ Asking
 * any ──it took a serial──→ Quiet
 * </pre>
 */
sealed interface Telling {

	/** How often it is tried in turn. */
	int ATTEMPTS = 5;

	/**
	 * Between two notices, at least; so that many serials in a second are told as one.
	 */
	Duration PAUSE = Duration.ofSeconds(1);

	/** Nothing was told yet. */
	static Telling begin(long now) {
		return new Quiet(OptionalLong.empty(), now);
	}

	/**
	 * What is so at a time. What comes out as {@link Asking} and was not that before is
	 * to be sent.
	 * @param serial the zone's newest
	 */
	Telling at(long serial, long now);

	/** It took a serial, so it is there, and knows as much. */
	default Telling took(long serial, long now) {
		return new Quiet(OptionalLong.of(serial), now);
	}

	/**
	 * It knows.
	 *
	 * @param told the serial
	 * @param from when it may be told of another
	 */
	record Quiet(OptionalLong told, long from) implements Telling {

		@Override
		public Telling at(long serial, long now) {
			boolean news = told.isEmpty() || told.getAsLong() != serial;
			return (news && now - from >= 0) ? Asking.first(serial, now) : this;
		}

	}

	/**
	 * It was told and has not answered.
	 *
	 * @param attempt from 1
	 * @param began when it was told
	 * @param until how long an answer is waited for
	 */
	record Asking(long serial, int attempt, long began, long until) implements Telling {

		private static Asking first(long serial, long now) {
			return new Asking(serial, 1, now, now + patience(1).toNanos());
		}

		@Override
		public Telling at(long newest, long now) {
			if (now - until < 0) {
				return this;
			}
			return (attempt < ATTEMPTS) ? new Asking(newest, attempt + 1, now, now + patience(attempt + 1).toNanos())
					: givenUp(now);
		}

		/** It said that it heard. */
		Telling confirmed() {
			return new Quiet(OptionalLong.of(serial), began + PAUSE.toNanos());
		}

		/** It said no: to say the same again would not help. */
		Telling refused(long now) {
			return givenUp(now);
		}

		private GivenUp givenUp(long now) {
			return new GivenUp(serial, now + patience(ATTEMPTS).toNanos());
		}

		private static Duration patience(int attempt) {
			return PAUSE.multipliedBy(1L << (attempt - 1));
		}

	}

	/**
	 * It is left alone until there is another serial.
	 *
	 * @param serial that it was told in vain
	 * @param from when it may be told of another
	 */
	record GivenUp(long serial, long from) implements Telling {

		@Override
		public Telling at(long newest, long now) {
			return (newest != serial && now - from >= 0) ? Asking.first(newest, now) : this;
		}

	}

}
