package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.function.BiConsumer;

import org.web3ecosystem.stoq.wire.Limits;

/** What is done with live connections now and then, as nobody says when it is time. */
final class Rounds {

	/** How often the codec is asked, and the pool looked at. */
	private static final Duration HOUSEKEEPING = Duration.ofSeconds(2);

	private final StoqTransport transport;

	private final Runnable sweep;

	private final Limits limits;

	/**
	 * @param sweep judges all of them again, elsewhere
	 */
	Rounds(StoqTransport transport, Runnable sweep, Limits limits) {
		this.transport = transport;
		this.sweep = sweep;
		this.limits = limits;
	}

	/**
	 * @param every runs something on the event loop, again and again with this pause
	 */
	void begin(BiConsumer<Duration, Runnable> every) {
		every.accept(limits.judged(), sweep);
		every.accept(HOUSEKEEPING, () -> transport.vitals().ask(transport.outgoing(), transport.incoming()));
		every.accept(HOUSEKEEPING, transport::settleRefusals);
		every.accept(HOUSEKEEPING, () -> transport.lookAtPool(limits.idle().multipliedBy(4).dividedBy(5)));
	}

}
