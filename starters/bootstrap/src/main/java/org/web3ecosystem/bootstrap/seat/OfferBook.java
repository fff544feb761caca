package org.web3ecosystem.bootstrap.seat;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.spi.Offer;

/** All offers of this process, each with one guard for as long as it lives. */
final class OfferBook {

	private final Map<SeatName, Map<String, FallbackStrategy>> offers = new EnumMap<>(SeatName.class);

	/**
	 * @throws IllegalArgumentException if two offers of a seat have one name
	 */
	OfferBook(Collection<? extends Offer<?>> offers, Guards guards, SeatLimits limits) {
		for (Offer<?> offer : offers) {
			SeatName seat = SeatName.of(offer.seat())
				.orElseThrow(() -> new IllegalArgumentException(
						"the offer '" + offer.name() + "' is for " + offer.seat() + ", which is no seat"));
			FallbackStrategy guarded = new FallbackStrategy(seat, offer, guards, limits.of(seat));
			FallbackStrategy other = this.offers.computeIfAbsent(seat, key -> new LinkedHashMap<>())
				.put(offer.name(), guarded);
			if (other != null) {
				throw new IllegalArgumentException(
						"two offers for " + seat.key() + " are named '" + offer.name() + "'");
			}
		}
	}

	Seating seating(PhaseRow row) {
		Map<SeatName, List<FallbackStrategy>> seated = new EnumMap<>(SeatName.class);
		Map<SeatName, List<String>> named = new EnumMap<>(SeatName.class);
		for (SeatName seat : SeatName.values()) {
			Map<String, FallbackStrategy> there = offers.getOrDefault(seat, Map.of());
			named.put(seat, seat.offers(row));
			seated.put(seat, seat.offers(row).stream().map(there::get).filter(Objects::nonNull).toList());
		}
		return new Seating(row.phase(), seated, named);
	}

}
