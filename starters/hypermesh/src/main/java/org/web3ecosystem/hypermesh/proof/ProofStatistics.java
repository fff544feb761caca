package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What the provers and verifiers of this process have counted. */
public final class ProofStatistics {

	private final LongAdder accepted = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private final LongAdder overruled = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	void accepted(Duration took) {
		accepted.increment();
		nanos.add(took.toNanos());
	}

	void rejected(Duration took) {
		rejected.increment();
		nanos.add(took.toNanos());
	}

	void letPass() {
		overruled.increment();
	}

	public long accepted() {
		return accepted.sum();
	}

	public long rejected() {
		return rejected.sum();
	}

	/** Rejected bundles that an offer let pass because its mode does not block. */
	public long overruled() {
		return overruled.sum();
	}

	public Duration validating() {
		return Duration.ofNanos(nanos.sum());
	}

}
