package org.web3ecosystem.trustchain.secondary;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.web3ecosystem.trustchain.dns.Takers.Form;

/**
 * What is known of a secondary. Immutable.
 *
 * @param told the serial that it was told last
 * @param confirmed the serial that it said it heard of last
 * @param took what it took last
 * @param trouble what went wrong last
 */
record Standing(OptionalLong told, Optional<At<Long>> confirmed, Optional<At<Taken>> took,
		Optional<At<String>> trouble) {

	static final Standing UNKNOWN = new Standing(OptionalLong.empty(), Optional.empty(), Optional.empty(),
			Optional.empty());

	/** Something, and when. */
	record At<T>(T what, Instant when) {
	}

	/** A transfer that was written to the end. */
	record Taken(long serial, Form form) {
	}

	Standing told(long serial) {
		return new Standing(OptionalLong.of(serial), confirmed, took, trouble);
	}

	Standing confirmed(long serial, Instant when) {
		return new Standing(told, Optional.of(new At<>(serial, when)), took, trouble);
	}

	Standing took(long serial, Form form, Instant when) {
		return new Standing(told, confirmed, Optional.of(new At<>(new Taken(serial, form), when)), trouble);
	}

	Standing troubled(String what, Instant when) {
		return new Standing(told, confirmed, took, Optional.of(new At<>(what, when)));
	}

	/** As it is shown. */
	Map<String, Object> shown() {
		Map<String, Object> shown = new LinkedHashMap<>();
		told.ifPresent(serial -> shown.put("told", serial));
		confirmed.ifPresent(known -> {
			shown.put("confirmed", known.what());
			shown.put("confirmedAt", known.when().toString());
		});
		took.ifPresent(taken -> {
			shown.put("took", taken.what().serial());
			shown.put("tookAs", taken.what().form().toString());
			shown.put("tookAt", taken.when().toString());
		});
		trouble.ifPresent(known -> {
			shown.put("trouble", known.what());
			shown.put("troubleAt", known.when().toString());
		});
		return shown;
	}

}
