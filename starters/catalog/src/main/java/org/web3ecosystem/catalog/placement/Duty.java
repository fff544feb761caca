package org.web3ecosystem.catalog.placement;

import org.web3ecosystem.catalog.entry.Content;

/** A blob that this node keeps, and how far it is with it. */
final class Duty {

	private static final int MAX_REST = 32;

	private final Content content;

	private long answered;

	private int failures;

	private int rest;

	Duty(Content content) {
		this.content = content;
	}

	Content content() {
		return content;
	}

	/** Whether something is to be done for a challenge; after failures not every time. */
	boolean isDue(long challenge) {
		return answered < challenge && --rest < 0;
	}

	void done(long challenge) {
		answered = challenge;
		failures = 0;
		rest = 0;
	}

	void failed() {
		failures++;
		rest = (int) Math.min(MAX_REST, 1L << Math.min(failures, 10));
	}

	boolean isWell() {
		return failures == 0;
	}

	boolean isAnswered() {
		return answered > 0;
	}

}
