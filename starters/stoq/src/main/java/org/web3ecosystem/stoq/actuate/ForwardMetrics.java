package org.web3ecosystem.stoq.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.web3ecosystem.stoq.forward.ForwardException.Reason;
import org.web3ecosystem.stoq.forward.ForwardTally;
import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;

/** Metrics of forwarded ports. */
public final class ForwardMetrics implements MeterBinder {

	private final ForwardTally tally;

	public ForwardMetrics(ForwardTally tally) {
		this.tally = tally;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("web3.stoq.forward.open", tally, ForwardTally::open)
			.description("forwarded connections and UDP conversations open, both sides")
			.register(registry);
		FunctionCounter.builder("web3.stoq.forward.opened", tally, ForwardTally::opened)
			.description("forwarded connections and UDP conversations opened, both sides")
			.register(registry);
		FunctionCounter.builder("web3.stoq.forward.idle", tally, ForwardTally::idle)
			.description("those that ended as nothing passed")
			.register(registry);
		FunctionCounter.builder("web3.stoq.forward.bytes", tally, ForwardTally::bytes)
			.description("passed on, both directions")
			.baseUnit("bytes")
			.register(registry);
		for (Reason reason : Reason.values()) {
			FunctionCounter.builder("web3.stoq.forward.refusals", tally, source -> source.refusals(reason))
				.description("forwards that were not opened, by reason")
				.tag("reason", reason.word())
				.register(registry);
		}
		for (Dropped why : Dropped.values()) {
			FunctionCounter.builder("web3.stoq.forward.datagrams.dropped", tally, source -> source.drops(why))
				.description("datagrams that were not passed on, by reason")
				.tag("reason", why.word())
				.register(registry);
		}
	}

}
