package org.web3ecosystem.bootstrap.monitor;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.web3ecosystem.bootstrap.alert.Condition;
import org.web3ecosystem.bootstrap.phase.PhaseMachine;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;

/** What of a look administrators are told. */
final class Conditions {

	private Conditions() {
	}

	/**
	 * Why, of each condition that there is. A seat that is empty while a node comes back
	 * is none: that is given more time.
	 */
	static Map<Condition, String> of(Snapshot seen) {
		Map<Condition, Set<String>> reasons = new EnumMap<>(Condition.class);
		seen.fallbacks().forEach(fallback -> note(reasons, of(fallback.seat()), fallback.toString()));
		if (!seen.returning()) {
			seen.seats().forEach((seat, occupancy) -> {
				if (occupancy.isEmpty()) {
					note(reasons, of(seat), nobody(seat, occupancy));
				}
			});
		}
		List<String> told = seen.fallbacks().stream().map(Fallback::toString).toList();
		seen.degradations()
			.stream()
			.filter(reason -> !told.contains(reason) && !reason.startsWith(PhaseMachine.NOBODY))
			.forEach(reason -> note(reasons, Condition.DEGRADED, reason));
		return reasons.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, entry -> String.join("; ", entry.getValue())));
	}

	private static Condition of(SeatName seat) {
		return switch (seat) {
			case TRANSPORT -> Condition.TRANSPORT_FAILURE;
			case CERTIFICATES -> Condition.CERTIFICATE_FAILURE;
			case CONSENSUS -> Condition.CONSENSUS_FAILURE;
			case DISCOVERY -> Condition.NAME_FAILURE;
		};
	}

	private static String nobody(SeatName seat, Occupancy occupancy) {
		return PhaseMachine.NOBODY + seat.key() + ": " + occupancy.describe();
	}

	private static void note(Map<Condition, Set<String>> reasons, Condition condition, String reason) {
		reasons.computeIfAbsent(condition, key -> new LinkedHashSet<>()).add(reason);
	}

}
