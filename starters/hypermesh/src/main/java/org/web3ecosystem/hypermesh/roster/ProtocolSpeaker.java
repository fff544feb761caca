package org.web3ecosystem.hypermesh.roster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * Says on the ledger which rules this validator's software knows, when that is not what
 * the ledger has: after the first start, and after software was installed. The rules
 * change only when all who decide know the new ones.
 */
public final class ProtocolSpeaker implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(ProtocolSpeaker.class.getName());

	/** Longer than a submission may take, so that there is one at a time. */
	public static final Duration PERIOD = Duration.ofSeconds(40);

	private final NodeId self;

	private final Protocols known;

	private final LedgerRoster ledger;

	private final BooleanSupplier validates;

	private final ScheduledExecutorService scheduler;

	private final Duration period;

	private @Nullable ScheduledFuture<?> looking;

	/**
	 * @param validates whether this node is a member and its replica takes part; before
	 * that nothing is said, since a new member has its weight when it has spoken
	 * @param scheduler not closed here
	 * @param period how often it is looked
	 */
	public ProtocolSpeaker(NodeId self, Protocols known, LedgerRoster ledger, BooleanSupplier validates,
			ScheduledExecutorService scheduler, Duration period) {
		this.self = self;
		this.known = known;
		this.ledger = ledger;
		this.validates = validates;
		this.scheduler = scheduler;
		this.period = period;
	}

	public synchronized void start() {
		if (looking == null) {
			looking = scheduler.scheduleWithFixedDelay(this::look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		try {
			if (validates.getAsBoolean()) {
				ledger.spoken(self).thenAccept(this::compare).exceptionally(failure -> null);
			}
		}
		catch (RuntimeException unreadable) {
			// the state is not there yet, or not any more
		}
	}

	private void compare(Optional<Protocols> said) {
		if (said.filter(known::equals).isEmpty()) {
			ledger.speak(known).whenComplete((receipt, failure) -> {
				if (failure == null) {
					logger.log(Level.INFO, "node={0} protocol={1}: said which rules this software knows", self.brief(),
							known);
				}
			});
		}
	}

	@Override
	public synchronized void close() {
		if (looking != null) {
			looking.cancel(false);
		}
	}

}
