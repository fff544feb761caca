package org.web3ecosystem.hypermesh.proof;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * When something was, as far as clocks can tell: not before {@code earliest} and not
 * after {@code latest}, in whole milliseconds.
 *
 * @param midpoint what the clocks show in the middle
 */
public record Moment(Instant earliest, Instant midpoint, Instant latest) {

	/** How long after it a bundle can be executed, in consensus time. */
	public static final Duration LAG = Duration.ofHours(1);

	/** How far ahead of consensus time a bundle may be. */
	public static final Duration LEAD = Duration.ofSeconds(10);

	public Moment {
		if (midpoint.isBefore(earliest) || latest.isBefore(midpoint)) {
			throw new IllegalArgumentException("a moment goes from its earliest to its latest");
		}
	}

	/** Whether it was before the other, however the clocks erred. */
	boolean isBefore(Moment other) {
		return latest.isBefore(other.earliest);
	}

	/**
	 * Why something of this moment cannot have this place in the order; empty if it can.
	 * @param consensusTime of the place
	 */
	public Optional<String> refusalAt(Instant consensusTime) {
		if (earliest.isAfter(consensusTime.plus(LEAD))) {
			return Optional.of("the time proof is of the future");
		}
		return latest.isBefore(consensusTime.minus(LAG)) ? Optional.of("the time proof is too old") : Optional.empty();
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("earliest", Cbor.of(earliest.toEpochMilli())),
				Map.entry("midpoint", Cbor.of(midpoint.toEpochMilli())),
				Map.entry("latest", Cbor.of(latest.toEpochMilli())));
	}

	static Moment fromCbor(Cbor.Struct map) {
		map.only("earliest", "midpoint", "latest");
		try {
			return new Moment(Instant.ofEpochMilli(map.integer("earliest")),
					Instant.ofEpochMilli(map.integer("midpoint")), Instant.ofEpochMilli(map.integer("latest")));
		}
		catch (IllegalArgumentException | DateTimeException malformed) {
			throw new CborException("not a moment: " + malformed.getMessage());
		}
	}

}
