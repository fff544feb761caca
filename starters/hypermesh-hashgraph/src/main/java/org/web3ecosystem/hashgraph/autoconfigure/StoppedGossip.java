package org.web3ecosystem.hashgraph.autoconfigure;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * When gossip stops, the engine wakes each thread that waits for a peer with a connection
 * that is none, uses it, and logs that as an error with a stack trace. It is how these
 * threads end, so that one message is not logged.
 */
final class StoppedGossip extends TurboFilter {

	private static final String NO_CONNECTION = "org.hiero.consensus.gossip.impl.network.connection.NotConnectedConnection";

	/** Once for the process, for as long as its logging is not set up anew. */
	static synchronized void install() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
				&& context.getTurboFilterList().stream().noneMatch(StoppedGossip.class::isInstance)) {
			StoppedGossip filter = new StoppedGossip();
			filter.setContext(context);
			filter.start();
			context.addTurboFilter(filter);
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] arguments, @Nullable Throwable thrown) {
		return thrown instanceof UnsupportedOperationException && thrown.getStackTrace().length > 0
				&& thrown.getStackTrace()[0].getClassName().equals(NO_CONNECTION) ? FilterReply.DENY
						: FilterReply.NEUTRAL;
	}

}
