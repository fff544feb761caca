package org.web3ecosystem.bootstrap.monitor;

import java.time.InstantSource;

/**
 * Two clocks for two questions.
 *
 * @param steady what has passed: deadlines and durations
 * @param wall what time it is: validity
 */
public record Clocks(InstantSource steady, InstantSource wall) {

	/** Those of this machine. */
	public static Clocks system() {
		return new Clocks(new MonotonicClock(), InstantSource.system());
	}

}
