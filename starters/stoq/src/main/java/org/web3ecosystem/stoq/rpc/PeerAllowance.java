package org.web3ecosystem.stoq.rpc;

import java.time.InstantSource;
import java.util.concurrent.Semaphore;

import org.web3ecosystem.stoq.wire.PeerLimits;

/**
 * What one peer may still ask for here, whichever of its connections it asks on.
 * Thread-safe.
 */
public final class PeerAllowance {

	private static final double MILLIS_PER_SECOND = 1_000;

	private final PeerLimits limits;

	private final InstantSource clock;

	private final Semaphore requests;

	private double tokens;

	private long filled;

	PeerAllowance(PeerLimits limits, InstantSource clock) {
		this.limits = limits;
		this.clock = clock;
		this.requests = new Semaphore(limits.requests());
		this.tokens = limits.burst();
		this.filled = clock.millis();
	}

	/** Takes a token, if there is one. */
	synchronized boolean spend() {
		fill();
		if (tokens < 1) {
			return false;
		}
		tokens--;
		return true;
	}

	/** Whether forgetting this peer would give it nothing. */
	synchronized boolean isUntouched() {
		fill();
		return tokens >= limits.burst() && requests.availablePermits() >= limits.requests();
	}

	/** One for each request under way. */
	Semaphore requests() {
		return requests;
	}

	private void fill() {
		long now = clock.millis();
		double gained = Math.max(0, now - filled) * limits.perSecond() / MILLIS_PER_SECOND;
		tokens = Math.min(limits.burst(), tokens + gained);
		filled = now;
	}

}
