package org.web3ecosystem.platform.edge;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;
import reactor.netty.channel.AbortedException;

/**
 * What fails after nobody waits for it any more. That a client went away is no error of
 * ours and one line at DEBUG; the rest is logged as Reactor would.
 */
final class DroppedErrors {

	private static final Logger logger = LoggerFactory.getLogger(DroppedErrors.class);

	/** The hook is the process's, whose nodes may be several. */
	private static final AtomicBoolean installed = new AtomicBoolean();

	private DroppedErrors() {
	}

	static void install() {
		if (installed.compareAndSet(false, true)) {
			Hooks.onErrorDropped(DroppedErrors::log);
		}
	}

	private static void log(Throwable dropped) {
		if (isClients(dropped)) {
			logger.debug("a client went away: {}", dropped.getMessage());
		}
		else {
			logger.error("nobody waited for this failure", dropped);
		}
	}

	/** Whether it is the end of a connection, or of the time for a request. */
	static boolean isClients(Throwable dropped) {
		return dropped instanceof AbortedException || dropped instanceof BrokenOffException
				|| AbortedException.isConnectionReset(dropped)
				|| dropped instanceof io.netty.handler.timeout.TimeoutException
				|| "reactor.netty.http.server.RequestTimeoutException".equals(dropped.getClass().getName());
	}

}
