package org.web3ecosystem.hashgraph.actuate;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.web3ecosystem.hashgraph.HashgraphEngine;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.EngineReport.Status;

/** The engine's figures under {@code web3.hashgraph}. */
public final class HashgraphMetrics implements MeterBinder {

	private final HashgraphEngine engine;

	public HashgraphMetrics(HashgraphEngine engine) {
		this.engine = engine;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("web3.hashgraph.round", engine, it -> it.report().round())
			.description("Last committed round")
			.register(registry);
		for (Status status : Status.values()) {
			Gauge.builder("web3.hashgraph.status", engine, it -> it.report().status() == status ? 1 : 0)
				.description("1 for the status the replica is in")
				.tag("status", status.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		for (Submission outcome : Submission.values()) {
			FunctionCounter.builder("web3.hashgraph.submissions", engine, it -> it.submissions(outcome))
				.description("Submissions by outcome")
				.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		FunctionCounter.builder("web3.hashgraph.ordered", engine, HashgraphEngine::ordered)
			.description("Ordered transactions of all validators")
			.register(registry);
		Gauge.builder("web3.hashgraph.waiting", engine, HashgraphEngine::waiting)
			.description("Own transactions on their way")
			.register(registry);
		Gauge.builder("web3.hashgraph.asleep", engine, it -> it.isAsleep() ? 1 : 0)
			.description("1 while the replica creates no events for want of transactions")
			.register(registry);
		FunctionCounter
			.builder("web3.hashgraph.events", engine, it -> it.watch().map(EquivocationWatch::examined).orElse(0L))
			.description("Events examined for branches")
			.register(registry);
		FunctionCounter
			.builder("web3.hashgraph.branches", engine, it -> it.watch().map(EquivocationWatch::caught).orElse(0L))
			.description("Branches found")
			.register(registry);
		Timer latency = Timer.builder("web3.hashgraph.latency")
			.description("Own transactions from submission to order")
			.publishPercentileHistogram()
			.register(registry);
		engine.onLatency(latency::record);
	}

}
