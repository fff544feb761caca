package org.web3ecosystem.bootstrap.monitor;

import org.slf4j.Logger;

/**
 * Says what fails four times a second: with its trace once, in one line when the same
 * comes back after it was over, and not at all while it goes on. Not thread-safe.
 */
final class FailureLog {

	private final Logger logger;

	private final String what;

	private String said = "";

	private boolean failing;

	/**
	 * @param what failed
	 */
	FailureLog(Logger logger, String what) {
		this.logger = logger;
		this.what = what;
	}

	void failed(Exception failure) {
		String saying = failure.toString();
		if (!saying.equals(said)) {
			logger.error(what, failure);
		}
		else if (!failing) {
			logger.error("{}: {}", what, saying);
		}
		said = saying;
		failing = true;
	}

	/** It did not fail this time. */
	void over() {
		if (failing) {
			logger.info("over: {}", what);
		}
		failing = false;
	}

}
