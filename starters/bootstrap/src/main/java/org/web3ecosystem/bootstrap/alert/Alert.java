package org.web3ecosystem.bootstrap.alert;

import java.time.Instant;

/**
 * What administrators are told: that something is wrong, or that it is over.
 *
 * @param id of this message; a receiver that has seen it does nothing
 * @param incident the same in the message that says that it is over
 * @param condition what is wrong
 * @param state whether it is
 * @param since since when
 * @param time when this was found
 * @param reason in words, as last seen; never longer than {@link #LONGEST_REASON}
 */
public record Alert(String id, String incident, Condition condition, State state, Instant since, Instant time,
		String reason) {

	/** In characters. */
	public static final int LONGEST_REASON = 1024;

	public Alert {
		reason = (reason.length() > LONGEST_REASON) ? reason.substring(0, LONGEST_REASON - 1) + "…" : reason;
	}

	/** Whether something is wrong or is so no more. */
	public enum State {

		FIRING("firing"), RESOLVED("resolved");

		private final String key;

		State(String key) {
			this.key = key;
		}

		/** As in JSON and in the log. */
		public String key() {
			return key;
		}

	}

}
