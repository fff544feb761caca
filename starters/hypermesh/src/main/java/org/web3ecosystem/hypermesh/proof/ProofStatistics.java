package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.web3ecosystem.spi.NodeId;

/** What the provers and verifiers of this process have counted. */
public final class ProofStatistics {

	private final LongAdder accepted = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private final LongAdder overruled = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final LongAdder attested = new LongAdder();

	private final LongAdder outvoted = new LongAdder();

	private final LongAdder timeless = new LongAdder();

	private final LongAdder spaceless = new LongAdder();

	private final Consumer<NodeId> odd;

	private volatile Optional<Duration> ownOffset = Optional.empty();

	/** Tells nobody of odd clocks. */
	public ProofStatistics() {
		this(member -> {
		});
	}

	/**
	 * @param odd is told of each other member whose clock contradicts the weighted median
	 */
	public ProofStatistics(Consumer<NodeId> odd) {
		this.odd = odd;
	}

	/**
	 * Members have said what time it is.
	 * @param self whose clock is compared, if it was among them
	 */
	void attested(TimeProof time, Moment moment, NodeId self) {
		attested.increment();
		for (Attestation each : time.attestations()) {
			if (each.latest().isBefore(moment.earliest()) || each.earliest().isAfter(moment.latest())) {
				outvoted.increment();
				if (!each.signer().equals(self)) {
					odd.accept(each.signer());
				}
			}
			if (each.signer().equals(self)) {
				ownOffset = Optional.of(Duration.between(moment.midpoint(), each.midpoint()));
			}
		}
	}

	/** A bundle was made without a time proof. */
	void provenTimeless() {
		timeless.increment();
	}

	/** A bundle was made without a space proof. */
	void provenSpaceless() {
		spaceless.increment();
	}

	/** Batches that were proven without space, since no plot could be shown. */
	public long spaceless() {
		return spaceless.sum();
	}

	/** How often members said what time it is. */
	public long attested() {
		return attested.sum();
	}

	/** Clocks among them that contradicted the weighted median. */
	public long outvoted() {
		return outvoted.sum();
	}

	/** Batches that were proven without a time, since too few said it. */
	public long timeless() {
		return timeless.sum();
	}

	/** How far this node's own clock was ahead when last compared; empty if never. */
	public Optional<Duration> ownOffset() {
		return ownOffset;
	}

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
