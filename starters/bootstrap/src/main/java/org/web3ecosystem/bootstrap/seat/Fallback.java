package org.web3ecosystem.bootstrap.seat;

import java.time.Instant;

/**
 * Someone answers in place of a seat's first offer.
 *
 * @param seat which
 * @param offer who answers
 * @param instead whose place it takes
 * @param since since when
 * @param reason why the first offer does not
 */
public record Fallback(SeatName seat, String offer, String instead, Instant since, String reason) {

	@Override
	public String toString() {
		return seat.key() + ": " + offer + " answers instead of " + instead + ": " + reason;
	}

}
