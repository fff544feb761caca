package org.web3ecosystem.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that a test moves by hand. */
public final class ManualClock implements InstantSource {

	private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

	@Override
	public Instant instant() {
		return now;
	}

	public Instant forward(Duration by) {
		now = now.plus(by);
		return now;
	}

}
