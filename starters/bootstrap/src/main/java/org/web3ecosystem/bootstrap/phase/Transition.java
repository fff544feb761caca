package org.web3ecosystem.bootstrap.phase;

import java.time.Instant;

import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseRow;

/**
 * One record of the journal: the whole durable state after a change, so that the last one
 * is enough to resume.
 *
 * @param time when
 * @param kind what happened
 * @param phase where it led
 * @param complete whether the last gate has been passed
 * @param term the number of this record's transition
 * @param marks what is required from here on
 * @param reason why, in words for an operator
 */
public record Transition(Instant time, Kind kind, int phase, boolean complete, long term, Marks marks, String reason) {

	/** The longest reason that is kept. */
	public static final int MAX_REASON = 500;

	/** What a record stands for. */
	public enum Kind {

		/** The first record of a journal. */
		START, ADVANCE, COMPLETE, RETREAT,
		/** An operator lowered the marks. */
		RESET

	}

	public Transition {
		if (phase < 0 || phase > PhaseRow.LAST || term < 0 || complete && phase != PhaseRow.LAST) {
			throw new IllegalArgumentException(
					"no such state: phase " + phase + ", term " + term + (complete ? ", complete" : ""));
		}
		String line = reason.replaceAll("\\s+", " ").strip();
		reason = line.length() > MAX_REASON ? line.substring(0, MAX_REASON) : line;
	}

	/** How an empty journal begins. */
	public static Transition start(PhaseRow row, Instant now) {
		return new Transition(now, Kind.START, row.phase(), false, 0, Marks.NONE.raisedTo(row), "first start");
	}

}
