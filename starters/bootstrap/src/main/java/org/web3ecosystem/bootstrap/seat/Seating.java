package org.web3ecosystem.bootstrap.seat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Who sits where, all four seats at once. Immutable: a switch replaces it whole.
 *
 * @param phase the row it was made of
 * @param offers for each seat the offers that are there, first asked first
 * @param named for each seat the names in the table, also of offers that are not there
 */
record Seating(int phase, Map<SeatName, List<FallbackStrategy>> offers, Map<SeatName, List<String>> named) {

	/** Before the first switch. */
	static final Seating NONE = new Seating(0, Map.of(), Map.of());

	Seating {
		offers = offers.isEmpty() ? Map.of() : new EnumMap<>(offers);
		named = named.isEmpty() ? Map.of() : new EnumMap<>(named);
	}

	List<FallbackStrategy> at(SeatName seat) {
		return offers.getOrDefault(seat, List.of());
	}

	List<String> names(SeatName seat) {
		return at(seat).stream().map(FallbackStrategy::name).toList();
	}

	List<String> named(SeatName seat) {
		return named.getOrDefault(seat, List.of());
	}

}
