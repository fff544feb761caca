package org.web3ecosystem.hypermesh.actuate;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.ledger.LedgerReport;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.Cosigners;
import org.web3ecosystem.hypermesh.proof.ProofStatistics;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;

/** Counts and times of the ledger and the proofs. */
final class HyperMeshMetrics implements MeterBinder {

	private final VerifiableLedger ledger;

	private final ProofStatistics proofs;

	private final LedgerConduct conduct;

	private final Optional<BlockFeed> feed;

	private final DurableQueue queue;

	private final ProofPolicy policy;

	private final EmergencyWatch emergency;

	private final Cosigners cosigners;

	HyperMeshMetrics(VerifiableLedger ledger, ProofStatistics proofs, LedgerConduct conduct, Optional<BlockFeed> feed,
			DurableQueue queue, ProofPolicy policy, EmergencyWatch emergency, Cosigners cosigners) {
		this.emergency = emergency;
		this.cosigners = cosigners;
		this.policy = policy;
		this.feed = feed;
		this.queue = queue;
		this.conduct = conduct;
		this.ledger = ledger;
		this.proofs = proofs;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "web3.ledger.height", "Last block applied or verified", report -> report.height().number());
		gauge(registry, "web3.ledger.verified.height", "Last height with a root signed by a quorum",
				report -> report.verifiedHeight().number());
		gauge(registry, "web3.ledger.in.flight", "Own transactions that wait to be ordered", LedgerReport::inFlight);
		transactions(registry, "accepted", LedgerReport::accepted);
		transactions(registry, "rejected", LedgerReport::rejected);
		transactions(registry, "dropped", LedgerReport::dropped);
		counter(registry, "web3.ledger.resubmissions", "Attempts after the first", LedgerReport::resubmitted);
		counter(registry, "web3.ledger.disagreements", "Roots of validators that are not ours",
				LedgerReport::disagreements);
		counter(registry, "web3.ledger.misbehaviours", "Peers the engine caught", LedgerReport::misbehaviours);
		Gauge.builder("web3.conduct.isolated", conduct, from -> from.isolated().size())
			.description("Nodes that the ledger isolates")
			.register(registry);
		FunctionTimer
			.builder("web3.ledger.receipts", ledger, from -> from.report().receipts(),
					from -> from.report().waiting().toNanos(), TimeUnit.NANOSECONDS)
			.description("From submitting to the receipt")
			.register(registry);
		validations(registry);
		feed.ifPresent(kept -> feed(registry, kept));
		queue(registry);
	}

	private static void feed(MeterRegistry registry, BlockFeed feed) {
		Gauge.builder("web3.hypermesh.feed.blocks", feed, from -> from.report().blocks())
			.description("Blocks that are kept to be read again")
			.register(registry);
		Gauge.builder("web3.hypermesh.feed.size", feed, from -> from.report().bytes())
			.description("What they take on disk")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("web3.hypermesh.feed.followers", feed, from -> from.report().followers())
			.description("Who waits for the next block")
			.register(registry);
		FunctionCounter.builder("web3.hypermesh.feed.dropped", feed, from -> from.report().dropped())
			.description("Readers that did not take what they were sent")
			.register(registry);
	}

	private void queue(MeterRegistry registry) {
		Gauge.builder("web3.queue.waiting", queue, from -> from.report().waiting())
			.description("Writes that wait for the ledger to decide")
			.register(registry);
		Gauge.builder("web3.queue.bytes", queue, from -> from.report().bytes())
			.description("Bytes of the commands that wait")
			.baseUnit("bytes")
			.register(registry);
		FunctionCounter.builder("web3.queue.drained", queue, from -> from.report().drained())
			.description("Writes of the queue that were executed")
			.register(registry);
		FunctionCounter.builder("web3.queue.refused", queue, from -> from.report().refused())
			.description("Writes of the queue that ended otherwise")
			.register(registry);
	}

	private void validations(MeterRegistry registry) {
		FunctionTimer
			.builder("web3.proofs.validations", proofs, from -> from.accepted() + from.rejected(),
					from -> from.validating().toNanos(), TimeUnit.NANOSECONDS)
			.description("Proof bundles validated for the consensus seat")
			.register(registry);
		Gauge.builder("web3.proofs.asked", policy, from -> from.level().proofs())
			.description("How many proofs the federation asks for now")
			.register(registry);
		FunctionCounter.builder("web3.proofs.rejected", proofs, ProofStatistics::rejected)
			.description("Bundles found wrong")
			.register(registry);
		FunctionCounter.builder("web3.proofs.overruled", proofs, ProofStatistics::overruled)
			.description("Bundles found wrong that were let pass because the mode does not block")
			.register(registry);
		FunctionCounter.builder("web3.proofs.space.missing", proofs, ProofStatistics::spaceless)
			.description("Batches proven without space, since no plot could be shown")
			.register(registry);
		time(registry);
		modes(registry);
	}

	private void modes(MeterRegistry registry) {
		TimeGauge.builder("web3.ledger.emergency", emergency, TimeUnit.SECONDS, from -> from.rest().toSeconds())
			.description("How long emergency mode lasts still, 0 when it is not in force")
			.register(registry);
		Gauge.builder("web3.proofs.cosigners.silent", cosigners, from -> from.silent().size())
			.description("Members that sign nothing now, so that a quorum decides and not all")
			.register(registry);
	}

	private void time(MeterRegistry registry) {
		FunctionCounter.builder("web3.proofs.time.attested", proofs, ProofStatistics::attested)
			.description("Batches whose time members attested")
			.register(registry);
		FunctionCounter.builder("web3.proofs.time.missing", proofs, ProofStatistics::timeless)
			.description("Batches proven without a time, since too few attested it")
			.register(registry);
		FunctionCounter.builder("web3.proofs.time.outvoted", proofs, ProofStatistics::outvoted)
			.description("Clocks of members that contradicted the weighted median")
			.register(registry);
		TimeGauge
			.builder("web3.proofs.clock.offset", proofs, TimeUnit.MILLISECONDS,
					from -> from.ownOffset().map(offset -> (double) offset.toMillis()).orElse(Double.NaN))
			.description("How far this member's clock is ahead of the weighted median")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<LedgerReport> value) {
		Gauge.builder(name, ledger, from -> value.applyAsDouble(from.report()))
			.description(description)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToDoubleFunction<LedgerReport> value) {
		FunctionCounter.builder(name, ledger, from -> value.applyAsDouble(from.report()))
			.description(description)
			.register(registry);
	}

	private void transactions(MeterRegistry registry, String outcome, ToDoubleFunction<LedgerReport> value) {
		FunctionCounter.builder("web3.ledger.transactions", ledger, from -> value.applyAsDouble(from.report()))
			.description("Ordered transactions of all nodes")
			.tag("outcome", outcome)
			.register(registry);
	}

}
