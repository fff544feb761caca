package org.web3ecosystem.bootstrap.seat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.web3ecosystem.spi.Verdict;

/**
 * How a seat is.
 *
 * @param offers the offers that sit there in order, each with whether it would answer
 * @param absent offers that the table names and this process does not have
 */
public record Occupancy(SequencedMap<String, Verdict> offers, List<String> absent) {

	public Occupancy {
		offers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(offers));
		absent = List.copyOf(absent);
	}

	/** Whether the table wants nobody here. */
	public boolean isVacant() {
		return offers.isEmpty() && absent.isEmpty();
	}

	/** Whether someone should answer and nobody would. */
	public boolean isEmpty() {
		return !isVacant() && offers.values().stream().noneMatch(Verdict::isAccepted);
	}

	boolean firstAnswers() {
		return !offers.isEmpty() && offers.firstEntry().getValue().isAccepted();
	}

	String first() {
		return offers.isEmpty() ? "" : offers.firstEntry().getKey();
	}

	String firstReason() {
		return offers.isEmpty() ? "" : offers.firstEntry().getValue().reason();
	}

	/** Who would answer in the first one's place. */
	Optional<String> stepsIn() {
		if (offers.isEmpty() || firstAnswers()) {
			return Optional.empty();
		}
		return offers.entrySet()
			.stream()
			.filter(entry -> entry.getValue().isAccepted())
			.map(Map.Entry::getKey)
			.findFirst();
	}

	/** In words, for a person. */
	public String describe() {
		if (isVacant()) {
			return "nobody is wanted here in this phase";
		}
		List<String> parts = new ArrayList<>();
		offers.forEach((name, verdict) -> parts
			.add(verdict.isAccepted() ? name + " answers" : name + " does not: " + verdict.reason()));
		absent.forEach(name -> parts.add(name + " is not part of this process"));
		return String.join("; ", parts);
	}

}
