package org.web3ecosystem.spi.transport;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The items that answer one request. Thread-safe. */
public interface Feed extends AutoCloseable {

	/**
	 * The next item, or empty after the last. Nothing is taken from the network that was
	 * not asked for here. One at a time. Fails as a request does: with
	 * {@link TransportException.RemoteFailure} if the peer's handler failed after the
	 * items before, with {@link TransportException.TimedOut} when the deadline of the
	 * whole has passed.
	 */
	CompletionStage<Optional<byte[]>> next();

	/** Wants no more; the peer's handler is told. */
	@Override
	void close();

}
