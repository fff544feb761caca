package org.web3ecosystem.bootstrap.phase;

import java.util.List;
import java.util.Map;

/**
 * What was seen at one look.
 *
 * @param settled whether everything in this process has been well once since it started
 * @param gateMet whether the gate out of the current phase is met now
 * @param waitingFor what the gate waits for, empty if met
 * @param emptySeats seats of the current row in which no offer answers, and why
 * @param widened those of the empty seats in which the row below seats another offer
 * @param emptyAbove seats of the next row in which no offer would answer, and why
 * @param fallbacks what answers in place of a first offer
 */
public record Evidence(boolean settled, boolean gateMet, List<String> waitingFor, Map<String, String> emptySeats,
		List<String> widened, Map<String, String> emptyAbove, List<String> fallbacks) {

	public Evidence {
		waitingFor = List.copyOf(waitingFor);
		emptySeats = Map.copyOf(emptySeats);
		widened = List.copyOf(widened);
		emptyAbove = Map.copyOf(emptyAbove);
		fallbacks = List.copyOf(fallbacks);
	}

	/** All seats answer, nothing falls back. */
	public static Evidence gate(boolean met, String... waitingFor) {
		return new Evidence(true, met, List.of(waitingFor), Map.of(), List.of(), Map.of(), List.of());
	}

}
