package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Stopgap;

/**
 * Which fallbacks are active. One begins when an offer that is not the first answers, or
 * when the first says that it would not; it ends when the first answers again, or says
 * that it would and nobody had to step in for a while. One is active also while the first
 * offer answers in a lesser way than its own.
 */
final class Fallbacks {

	/** A seat that is asked rarely is believed its first offer's word after this. */
	private static final Duration QUIET = Duration.ofSeconds(5);

	private final InstantSource clock;

	private final Map<SeatName, Active> active = new EnumMap<>(SeatName.class);

	/** Offers that are first and make do with something lesser. */
	private final Map<SeatName, Fallback> lesser = new EnumMap<>(SeatName.class);

	private @Nullable Instant lastEnded;

	Fallbacks(InstantSource clock) {
		this.clock = clock;
	}

	synchronized void firstAnswered(SeatName seat) {
		if (active.remove(seat) != null) {
			lastEnded = clock.instant();
		}
	}

	synchronized void steppedIn(SeatName seat, String offer, String instead, String reason) {
		Instant now = clock.instant();
		Active before = active.get(seat);
		Instant since = before == null ? now : before.fallback.since();
		active.put(seat, new Active(new Fallback(seat, offer, instead, since, reason), now));
	}

	/** The first offer says that it would answer. */
	synchronized void firstWouldAnswer(SeatName seat) {
		Active there = active.get(seat);
		if (there != null && Duration.between(there.last, clock.instant()).compareTo(QUIET) >= 0) {
			firstAnswered(seat);
		}
	}

	/** Whether the first offer answers in its own way, and if not, how. */
	synchronized void firstMakesDo(SeatName seat, Optional<Stopgap> stopgap) {
		Fallback before = lesser.get(seat);
		if (stopgap.isPresent()) {
			Stopgap with = stopgap.get();
			lesser.put(seat, new Fallback(seat, with.way(), with.instead(),
					before == null ? clock.instant() : before.since(), with.reason()));
		}
		else if (before != null) {
			lesser.remove(seat);
			lastEnded = clock.instant();
		}
	}

	/** Another order of offers begins with a clean sheet. */
	synchronized void forget(Collection<SeatName> seats) {
		seats.forEach(this::firstAnswered);
	}

	synchronized List<Fallback> active() {
		return Stream.concat(active.values().stream().map(Active::fallback), lesser.values().stream()).toList();
	}

	/** When the last one ended, if one ever was. */
	synchronized Optional<Instant> lastEnded() {
		return Optional.ofNullable(lastEnded);
	}

	private record Active(Fallback fallback, Instant last) {
	}

}
