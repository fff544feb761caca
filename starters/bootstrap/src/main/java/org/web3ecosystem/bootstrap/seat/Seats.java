package org.web3ecosystem.bootstrap.seat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.seat.FallbackChain.Place;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Patience;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;

/**
 * The four seats. They exist before any offer does and refuse calls until {@link #bind
 * offers are there} and {@link #seat someone sits}. A switch is one write of one
 * reference.
 */
public final class Seats {

	private final CurrentSeating seating = new CurrentSeating();

	private final Fallbacks fallbacks;

	private final CircuitBreakerRegistry breakers;

	private final Map<Answered, LongAdder> answers = new ConcurrentHashMap<>();

	private final Map<String, NameFigures> names = new ConcurrentHashMap<>();

	private final PreviousValid previousValid;

	private final ComponentInitializer initializer;

	private final Patience patience;

	private volatile @Nullable OfferBook book;

	/**
	 * @param zone the federation's zone
	 * @param previousValid remembers what the certificate seat accepted
	 */
	public Seats(Name zone, PreviousValid previousValid, CircuitBreakerRegistry breakers, InstantSource clock) {
		this(zone, previousValid, breakers, clock, Patience.OF_THIS_MACHINE);
	}

	/**
	 * The same.
	 * @param patience how long an offer that says nothing is waited for
	 */
	public Seats(Name zone, PreviousValid previousValid, CircuitBreakerRegistry breakers, InstantSource clock,
			Patience patience) {
		this.patience = patience;
		this.fallbacks = new Fallbacks(clock);
		this.breakers = breakers;
		this.previousValid = previousValid;
		this.initializer = new ComponentInitializer(
				new TransportSeat(chain(SeatName.TRANSPORT, TransportProvider.class)),
				new CertificateSeat(chain(SeatName.CERTIFICATES, CertificateProvider.class), previousValid),
				new ConsensusSeat(chain(SeatName.CONSENSUS, ConsensusProvider.class)),
				new DiscoverySeat(chain(SeatName.DISCOVERY, ServiceDiscovery.class), zone, this::names));
	}

	/** The four together, as components get them. */
	public ComponentInitializer initializer() {
		return initializer;
	}

	/** Makes the offers known, once. */
	public void bind(Collection<? extends Offer<?>> offers) {
		if (book != null) {
			throw new IllegalStateException("offers are bound once");
		}
		book = new OfferBook(offers, breakers);
	}

	/**
	 * Puts the offers of a row into the seats, all four in one write.
	 * @return the seats that changed hands, with the names of who sits there now
	 */
	public Map<SeatName, List<String>> seat(PhaseRow row) {
		Seating next = offers().seating(row);
		// before the switch: a chain is only repeated for the one who accepted it
		previousValid.standsInFor(next.names(SeatName.CERTIFICATES).stream().findFirst().orElse(""));
		Seating before = seating.replace(next);
		Map<SeatName, List<String>> changed = new LinkedHashMap<>();
		for (SeatName seat : SeatName.values()) {
			if (!before.names(seat).equals(next.names(seat))) {
				changed.put(seat, next.names(seat));
			}
		}
		fallbacks.forget(changed.keySet());
		return changed;
	}

	/**
	 * Asks each offer of the current row whether it would answer, and notes fallbacks.
	 * @return for each seat how it is
	 */
	public Map<SeatName, Occupancy> look() {
		Seating now = seating.get();
		Map<SeatName, Occupancy> seats = new LinkedHashMap<>();
		for (SeatName seat : SeatName.values()) {
			Occupancy occupancy = occupancy(now, seat);
			seats.put(seat, occupancy);
			noteFallback(seat, occupancy);
			fallbacks.firstMakesDo(seat, now.at(seat).stream().findFirst().flatMap(GuardedOffer::stopgap));
		}
		return seats;
	}

	/** How the seats would be in another row. */
	public Map<SeatName, Occupancy> lookAhead(PhaseRow row) {
		Seating there = offers().seating(row);
		Map<SeatName, Occupancy> seats = new LinkedHashMap<>();
		for (SeatName seat : SeatName.values()) {
			seats.put(seat, occupancy(there, seat));
		}
		return seats;
	}

	/** The seats in which another row has an offer that does not sit there now. */
	public List<SeatName> widenedBy(PhaseRow row) {
		Seating now = seating.get();
		Seating there = offers().seating(row);
		return Stream.of(SeatName.values()).filter(seat -> !now.names(seat).containsAll(there.names(seat))).toList();
	}

	/**
	 * Stores what the certificate seat has learnt since the last time.
	 * @throws IOException if it cannot; nothing is lost before the process ends
	 */
	public void store() throws IOException {
		previousValid.store();
	}

	/** The names of the offers that sit now, first asked first. */
	public List<String> seated(SeatName seat) {
		return seating.get().names(seat);
	}

	/** Fallbacks that are active now. */
	public List<Fallback> fallbacks() {
		return fallbacks.active();
	}

	/**
	 * For how long no fallback was active, counted from {@code since} at the earliest.
	 */
	public Duration withoutFallback(Instant since, Instant now) {
		if (!fallbacks.active().isEmpty()) {
			return Duration.ZERO;
		}
		Optional<Instant> ended = fallbacks.lastEnded().filter(at -> at.isAfter(since));
		return Duration.between(ended.orElse(since), now);
	}

	/**
	 * How many calls were answered.
	 * @param first by the offer that sat first, or by a later one
	 */
	public long answers(SeatName seat, boolean first) {
		return answers.entrySet()
			.stream()
			.filter(entry -> entry.getKey().seat == seat && (entry.getKey().place == Place.FIRST) == first)
			.mapToLong(entry -> entry.getValue().sum())
			.sum();
	}

	/** How many calls an offer answered because those before it could not. */
	public long answersInstead(SeatName seat, String offer) {
		LongAdder count = answers.get(new Answered(seat, offer, Place.INSTEAD));
		return count == null ? 0 : count.sum();
	}

	/** What an offer of names did, by the name of the offer. */
	public NameFigures names(String offer) {
		return names.computeIfAbsent(offer, key -> new NameFigures());
	}

	private record Answered(SeatName seat, String offer, Place place) {
	}

	private static Occupancy occupancy(Seating seating, SeatName seat) {
		LinkedHashMap<String, Verdict> offers = new LinkedHashMap<>();
		for (GuardedOffer offer : seating.at(seat)) {
			offers.put(offer.name(), offer.probe());
		}
		List<String> absent = new ArrayList<>(seating.named(seat));
		absent.removeAll(offers.keySet());
		return new Occupancy(offers, absent);
	}

	private void noteFallback(SeatName seat, Occupancy occupancy) {
		if (occupancy.isVacant()) {
			return;
		}
		Optional<String> stepsIn = occupancy.stepsIn();
		if (stepsIn.isPresent()) {
			fallbacks.steppedIn(seat, stepsIn.get(), occupancy.first(), occupancy.firstReason());
		}
		else if (occupancy.firstAnswers()) {
			fallbacks.firstWouldAnswer(seat);
		}
	}

	private OfferBook offers() {
		OfferBook bound = book;
		if (bound == null) {
			throw new IllegalStateException("offers are not bound yet");
		}
		return bound;
	}

	private <T> FallbackChain<T> chain(SeatName seat, Class<T> type) {
		return new FallbackChain<>(seat, type, seating, fallbacks, (at, offer,
				place) -> answers.computeIfAbsent(new Answered(at, offer, place), key -> new LongAdder()).increment(),
				patience);
	}

}
