package org.web3ecosystem.hashgraph.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * When the system gives the engine no connection, such as for want of descriptors, its
 * listening thread asks again at once and logs each time, which fills a disk with some
 * twelve megabytes a second. Nothing else of it can be reached from here: so it is said
 * once in a while, and the thread that says it is held a little before it asks again.
 */
final class RefusedAccepts extends TurboFilter {

	private static final String LISTENING = "org.hiero.consensus.gossip.impl.network.PeerConnectionServer";

	private static final Duration AGAIN = Duration.ofSeconds(10);

	private static final Duration HELD = Duration.ofMillis(100);

	private final InstantSource clock;

	private final Runnable hold;

	private Instant said = Instant.MIN;

	/**
	 * @param hold called on the thread that listens, each time it is refused
	 */
	RefusedAccepts(InstantSource clock, Runnable hold) {
		this.clock = clock;
		this.hold = hold;
	}

	/** Once for the process, for as long as its logging is not set up anew. */
	static synchronized void install() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
				&& context.getTurboFilterList().stream().noneMatch(RefusedAccepts.class::isInstance)) {
			RefusedAccepts filter = new RefusedAccepts(InstantSource.system(),
					() -> LockSupport.parkNanos(HELD.toNanos()));
			filter.setContext(context);
			filter.start();
			context.addTurboFilter(filter);
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] arguments, @Nullable Throwable thrown) {
		if (!(thrown instanceof IOException) || !logger.getName().equals(LISTENING)) {
			return FilterReply.NEUTRAL;
		}
		hold.run();
		return isDue(clock.instant()) ? FilterReply.NEUTRAL : FilterReply.DENY;
	}

	private synchronized boolean isDue(Instant now) {
		if (now.minus(AGAIN).isBefore(said)) {
			return false;
		}
		said = now;
		return true;
	}

}
