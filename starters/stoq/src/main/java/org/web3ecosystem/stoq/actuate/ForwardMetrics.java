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

	private static final String FORWARD = "web3.stoq.forward";

	private final ForwardTally tally;

	private final String prefix;

	private ForwardMetrics(String prefix, ForwardTally tally) {
		this.prefix = prefix;
		this.tally = tally;
	}

	/** Of the ports that an operator forwards. */
	public static ForwardMetrics ofForwards(ForwardTally tally) {
		return new ForwardMetrics(FORWARD, tally);
	}

	/** Of the ports that components lead through the transport. */
	public static ForwardMetrics ofPorts(ForwardTally tally) {
		return new ForwardMetrics("web3.stoq.ports", tally);
	}

	/** Nothing but connections goes through ports. */
	private boolean hasDatagrams() {
		return prefix.equals(FORWARD);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(prefix + ".open", tally, ForwardTally::open)
			.description("forwarded connections and UDP conversations open, both sides")
			.register(registry);
		FunctionCounter.builder(prefix + ".opened", tally, ForwardTally::opened)
			.description("forwarded connections and UDP conversations opened, both sides")
			.register(registry);
		FunctionCounter.builder(prefix + ".idle", tally, ForwardTally::idle)
			.description("those that ended as nothing passed")
			.register(registry);
		FunctionCounter.builder(prefix + ".bytes", tally, ForwardTally::bytes)
			.description("passed on, both directions")
			.baseUnit("bytes")
			.register(registry);
		for (Reason reason : Reason.values()) {
			FunctionCounter.builder(prefix + ".refusals", tally, source -> source.refusals(reason))
				.description("forwards that were not opened, by reason")
				.tag("reason", reason.word())
				.register(registry);
		}
		if (hasDatagrams()) {
			dropped(registry);
		}
	}

	private void dropped(MeterRegistry registry) {
		for (Dropped why : Dropped.values()) {
			FunctionCounter.builder(prefix + ".datagrams.dropped", tally, source -> source.drops(why))
				.description("datagrams that were not passed on, by reason")
				.tag("reason", why.word())
				.register(registry);
		}
	}

}
